package dev.vsecret.sandbox;

import dev.vsecret.secret.InvalidInputException;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A running sandbox, reachable from this machine alone. Its threads are daemons and end with {@link
 * #close()}.
 */
public final class SandboxServer implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int BACKLOG = 512;

  private final SecretValue apiSecret;
  private final Accounts accounts;
  private final Faults faults;
  private final RequestLog log;
  private final Optional<Certificates> certificates;
  private final HttpListener listener;

  private SandboxServer(
      Accounts accounts,
      Faults faults,
      RequestLog log,
      Optional<Certificates> certificates,
      HttpListener listener) {
    this.apiSecret = accounts.newestSecret(accounts.primaryKey());
    this.accounts = accounts;
    this.faults = faults;
    this.log = log;
    this.certificates = certificates;
    this.listener = listener;
  }

  /**
   * Starts a sandbox. All it does goes by {@code clock}, but for the latency and the validity of
   * certificates; {@code random} makes ids and first secrets and chooses the requests that fail. A
   * port that cannot be had throws {@link InvalidInputException}; anything else that keeps it from
   * listening, {@link IOException}.
   */
  public static SandboxServer start(SandboxSettings settings, Clock clock, RandomGenerator random)
      throws IOException {
    RandomGenerator shared = new LockedRandom(random);
    Accounts accounts = new Accounts(settings, clock, shared);
    Faults faults = new Faults();
    RequestLog log = new RequestLog();
    Front front =
        new Front(
            accounts,
            faults,
            new Mishaps(settings.failPercent(), shared),
            settings.rateLimit().map(limit -> new RateLimiter(limit, clock)),
            log,
            clock);
    Optional<Certificates> certificates =
        settings.tls() ? Optional.of(Certificates.create()) : Optional.empty();
    try {
      HttpListener listener =
          HttpListener.start(bind(settings.port(), certificates), front, settings.latency());
      return new SandboxServer(accounts, faults, log, certificates, listener);
    } catch (IOException | RuntimeException e) {
      certificates.ifPresent(Certificates::close);
      throw e;
    }
  }

  private static ServerSocket bind(int port, Optional<Certificates> certificates)
      throws IOException {
    ServerSocket socket =
        certificates.isPresent()
            ? certificates.get().sslContext().getServerSocketFactory().createServerSocket()
            : new ServerSocket();
    try {
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), BACKLOG);
      return socket;
    } catch (BindException e) {
      socket.close();
      throw new InvalidInputException(
          "Port " + port + " is taken or not allowed; choose another one, or 0 for any free one.",
          e);
    }
  }

  /** Where it listens, without a slash at the end. */
  public URI baseUrl() {
    String scheme = certificates.isPresent() ? "https" : "http";
    return URI.create(scheme + "://127.0.0.1:" + listener.port());
  }

  /** The key of the primary account. */
  public String apiKey() {
    return accounts.primaryKey();
  }

  /** The secret that the primary account started with; the newer one where it had two. */
  public SecretValue apiSecret() {
    return apiSecret;
  }

  /** The file, in PEM, with the certificate authority to trust; empty without TLS. */
  public Optional<Path> certificateAuthority() {
    return certificates.map(Certificates::authorityFile);
  }

  /** The accounts themselves: what someone else might do to them meanwhile. */
  public Accounts accounts() {
    return accounts;
  }

  /** The faults that wait for requests. */
  public Faults faults() {
    return faults;
  }

  /** Keeps every request from now on; off at first, since the record grows without bounds. */
  public void record() {
    log.record();
  }

  /** The requests kept since {@link #record()}, in the order in which they were answered. */
  public List<RecordedRequest> requests() {
    return log.requests();
  }

  /** How many requests came in, kept or not. */
  public long requestCount() {
    return log.count();
  }

  /** Stops at once: open connections are closed, and the certificate file is removed. */
  @Override
  public void close() {
    listener.close();
    certificates.ifPresent(Certificates::close);
  }
}
