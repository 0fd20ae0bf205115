package dev.vsecret.api;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import okhttp3.Handshake;
import okhttp3.Request;

/**
 * Tells the user what becomes of requests: every detail, for those who want it, and the first time
 * that one is repeated. Nothing in it is secret, and no line has a line break. Shared by threads.
 */
public final class RequestLog {
  private final Consumer<String> detail;
  private final Consumer<String> notice;
  private final AtomicBoolean noticed = new AtomicBoolean();

  /**
   * {@code detail} is given a line for each request, reply, connection, failure and wait; {@code
   * notice} one sentence, once, however many requests are repeated.
   */
  public RequestLog(Consumer<String> detail, Consumer<String> notice) {
    this.detail = detail;
    this.notice = notice;
  }

  void sending(Request request) {
    detail.accept("> " + request.method() + " " + request.url());
  }

  void connected(Handshake handshake) {
    detail.accept(
        "* Connected with "
            + handshake.tlsVersion().javaName()
            + ", "
            + handshake.cipherSuite().javaName()
            + ".");
  }

  void answered(int status, Duration taken, Optional<String> requestId) {
    detail.accept(
        "< "
            + status
            + " after "
            + taken.toMillis()
            + " ms"
            + requestId.map(id -> ", request id " + id).orElse(""));
  }

  void unanswered(Duration taken) {
    detail.accept("< no reply after " + taken.toMillis() + " ms");
  }

  void failed(ApiException failure) {
    detail.accept("* " + failure.getMessage());
  }

  /** The request whose last sending was {@code failure} is sent again after {@code wait}. */
  void repeating(ApiException failure, Duration wait) {
    if (!noticed.getAndSet(true)) {
      notice.accept(failure.getMessage() + " Trying again.");
    }
    waiting(wait);
  }

  void waiting(Duration wait) {
    detail.accept("* Trying again in " + wait.toMillis() + " ms.");
  }
}
