package dev.vsecret.api;

import dev.vsecret.secret.InvalidInputException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;

/**
 * Sends a request once and reads the whole reply. Follows no redirects, never retries, and keeps no
 * state.
 */
final class Transport implements AutoCloseable {
  /** The name to which {@code Retry-After} is renamed, so that OkHttp does not react to it. */
  static final String RETRY_AFTER = "Vsecret-Retry-After";

  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);
  private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);

  private final OkHttpClient reads;
  private final OkHttpClient writes;
  private final Optional<ProxyRoute> proxy;

  /** Whether a connection was lost: the server may close them without notice after a reply. */
  private volatile boolean unreliable;

  private Transport(OkHttpClient reads, OkHttpClient writes, Optional<ProxyRoute> proxy) {
    this.reads = reads;
    this.writes = writes;
    this.proxy = proxy;
  }

  /** Loads the classes of a transport without TLS. */
  static void prepareCleartext() {
    direct().connectionSpecs(List.of(ConnectionSpec.CLEARTEXT)).build();
  }

  /** Ignores Java's proxy settings: only the options and variables count. */
  private static OkHttpClient.Builder direct() {
    return new OkHttpClient.Builder().proxy(Proxy.NO_PROXY).socketFactory(new DirectSockets());
  }

  /**
   * Creates a transport with {@code settings}. {@code prepared} may contain the TLS setup.
   *
   * @throws InvalidInputException if the certificates to trust cannot be read
   */
  static Transport create(ApiSettings settings, Preparation prepared) {
    Duration timeout = settings.timeout();
    // Half, so that a lost read can be retried in the other half. A write cannot.
    Duration half = max(Duration.ofNanos(timeout.toNanos() / 2), SHORTEST_TIMEOUT);
    OkHttpClient.Builder builder =
        direct()
            .connectTimeout(timeout.compareTo(LONGEST_CONNECT) < 0 ? timeout : LONGEST_CONNECT)
            .readTimeout(half)
            .writeTimeout(half)
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            // A write on a connection that broke while idle has an unknown outcome: keep none for
            // long.
            .connectionPool(new ConnectionPool(settings.parallel(), 15, TimeUnit.SECONDS))
            // Only what the base URL requires. Without TLS, this also avoids its setup.
            .connectionSpecs(
                List.of(
                    settings.baseUrl().isHttps()
                        ? ConnectionSpec.MODERN_TLS
                        : ConnectionSpec.CLEARTEXT))
            .eventListenerFactory(call -> call.request().tag(Attempt.class))
            .addNetworkInterceptor(new SendOnce());
    Optional<ProxyRoute> proxy = Optional.empty();
    // No lambda here and below: it would load the proxy classes even without a proxy.
    if (settings.proxy().isPresent()) {
      ProxyRoute route = new ProxyRoute(settings.proxy().get(), settings.baseUrl());
      route.configure(builder);
      proxy = Optional.of(route);
    }
    if (settings.baseUrl().isHttps()) {
      Tls tls = prepared.tls(settings.trust());
      builder.sslSocketFactory(tls.sockets(), tls.trust());
    } else {
      // Not needed without TLS, but reports a wrong option at once.
      settings.trust().additionalFile().ifPresent(TrustedCertificates::read);
    }
    OkHttpClient reads = builder.build();
    return new Transport(
        reads, reads.newBuilder().readTimeout(timeout).writeTimeout(timeout).build(), proxy);
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? b : a;
  }

  /**
   * Sends {@code request} and returns the reply, which must be complete within {@code limit}. A
   * body that was cut short is an {@link IOException} only for a success: the status suffices to
   * interpret a failure. {@code attempt} tracks how far it got.
   */
  Reply send(Operation operation, Request request, Duration limit, Attempt attempt)
      throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (unreliable && !operation.isRead()) {
      // On a new connection: the outcome of a write on a dead one is unknown, each time.
      reads.connectionPool().evictAll();
    }
    Request tagged = request.newBuilder().tag(Attempt.class, attempt).build();
    Call call = (operation.isRead() ? reads : writes).newCall(tagged);
    call.timeout().timeout(limit.toNanos(), TimeUnit.NANOSECONDS);
    try (Response response = call.execute()) {
      return new Reply(response.code(), response.headers(), body(operation, response));
    } catch (IOException e) {
      unreliable = true;
      throw proxy.isPresent() ? proxy.get().explain(e, attempt) : e;
    } catch (Exception e) {
      // Drop the cause: OkHttp's message may quote the request or the reply.
      throw new ProtocolException("unreadable reply");
    }
  }

  /** Returns the name of the server for messages. */
  String label(String host) {
    return proxy.map(ProxyRoute::label).orElse(host);
  }

  private static Optional<byte[]> body(Operation operation, Response response) throws IOException {
    try {
      BufferedSource source = response.body().source();
      return source.request(operation.maximumBody() + 1L)
          ? Optional.empty()
          : Optional.of(source.readByteArray());
    } catch (IOException e) {
      if (response.code() != operation.successStatus()) {
        return Optional.empty();
      }
      throw e instanceof ProtocolException ? new IOException("reply cut short", e) : e;
    }
  }

  /** Closes idle connections. There are no threads to stop: only asynchronous calls have any. */
  @Override
  public void close() {
    reads.connectionPool().evictAll();
  }

  /**
   * Keeps OkHttp from sending a request again. Despite its settings, it does so after {@code 503}
   * with {@code Retry-After: 0}, which must never happen to a write. (It also fails on a {@code
   * Retry-After} of more than 2^31 seconds and, when headers are built, on non-ASCII text.)
   */
  private static final class SendOnce implements Interceptor {
    @Override
    public Response intercept(Chain chain) throws IOException {
      Attempt attempt = chain.request().tag(Attempt.class);
      // Not known to happen, but guards against other versions of OkHttp.
      if (attempt == null || !attempt.begin()) {
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
}
