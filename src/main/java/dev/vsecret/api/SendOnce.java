package dev.vsecret.api;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Keeps OkHttp from sending a request again by itself. It would after {@code 503} with {@code
 * Retry-After: 0}, whatever its settings, and that may not happen to a write. (It also fails on a
 * {@code Retry-After} of more than 2^31 seconds, and, when headers are built, on all but ASCII.)
 */
final class SendOnce implements Interceptor {
  /** The name under which {@code Retry-After} is handed on, which OkHttp does not react to. */
  static final String RETRY_AFTER = "Vsecret-Retry-After";

  /** Tags one sending of a request. */
  static final class Ticket {
    private final AtomicBoolean used = new AtomicBoolean();
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Ticket ticket = chain.request().tag(Ticket.class);
    // Not known to happen. It holds the promise even if another OkHttp finds another reason.
    if (ticket == null || !ticket.used.compareAndSet(false, true)) {
      throw new IOException("a request was about to be sent a second time");
    }
    Response response = chain.proceed(chain.request());
    String retryAfter = response.header("Retry-After");
    boolean understood = retryAfter != null && retryAfter.matches("[ -~]*");
    Response.Builder renamed =
        response.newBuilder().removeHeader("Retry-After").removeHeader(RETRY_AFTER);
    return understood ? renamed.addHeader(RETRY_AFTER, retryAfter).build() : renamed.build();
  }
}
