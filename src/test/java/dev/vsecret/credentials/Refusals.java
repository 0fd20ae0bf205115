package dev.vsecret.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.vsecret.secret.InvalidInputException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts that input is rejected with a message that does not repeat a secret. */
final class Refusals {
  /** Used as a secret, so that tests can search all output for it. */
  static final String CANARY = "Canary7Xq9Zr2Kw4Tv6By8N";

  private Refusals() {}

  /** Returns the message with which {@code call} rejects its input. */
  static String refusal(ThrowingCallable call) {
    Throwable refusal = catchThrowable(call);
    assertThat(refusal).isInstanceOf(InvalidInputException.class);
    assertThat(everything(refusal)).doesNotContain(CANARY);
    return refusal.getMessage();
  }

  /**
   * Returns everything a log could show of {@code failure}, including causes and suppressed
   * exceptions.
   */
  static String everything(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
