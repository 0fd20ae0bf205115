package dev.vsecret.api;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import okhttp3.Handshake;
import okhttp3.Request;

/**
 * Reports the progress of requests to the user: every detail for {@code --verbose}, and a notice on
 * the first retry. It contains no secrets, and no line has a line break. Thread-safe.
 */
public final class RequestLog {
  private final Consumer<String> detail;
  private final Consumer<String> notice;
  private final AtomicBoolean noticed = new AtomicBoolean();

  /**
   * {@code detail} receives a line for each request, reply, connection, failure and wait. {@code
   * notice} receives one sentence on the first retry only.
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

  /** Reports that a request that ended with {@code failure} is sent again after {@code wait}. */
  void repeating(ApiException failure, Duration wait) {
    if (!noticed.getAndSet(true)) {
      notice.accept(failure.getMessage() + " Retrying.");
    }
    waiting(wait);
  }

  void waiting(Duration wait) {
    detail.accept("* Retrying in " + wait.toMillis() + " ms.");
  }
}
