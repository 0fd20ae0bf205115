package dev.vsecret.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.vsecret.secret.InvalidInputException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Refused input, and the certainty that no refusal repeats a secret. */
final class Refusals {
  /** Stands where a secret is, so that it can be looked for in everything a user may see. */
  static final String CANARY = "Canary7Xq9Zr2Kw4Tv6By8N";

  private Refusals() {}

  /** The message with which {@code call} refuses its input. */
  static String refusal(ThrowingCallable call) {
    Throwable refusal = catchThrowable(call);
    assertThat(refusal).isInstanceOf(InvalidInputException.class);
    assertThat(everything(refusal)).doesNotContain(CANARY);
    return refusal.getMessage();
  }

  /** All that a log could show of {@code failure}: its causes and what was suppressed included. */
  static String everything(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
