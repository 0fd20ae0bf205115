package dev.vsecret.sandbox;

import dev.vsecret.secret.InvalidInputException;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import mockwebserver3.MockWebServer;

/** A running sandbox that listens on loopback only. */
public final class Sandbox implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final long MAX_BODY = 1 << 20;

  private final SecretValue apiSecret;
  private final Accounts accounts;
  private final Optional<Certificates> certificates;
  private final MockWebServer server;
  private final Front front;

  private Sandbox(
      SandboxSettings settings,
      Clock clock,
      RandomGenerator random,
      Optional<Interceptor> interceptor)
      throws IOException {
    accounts = new Accounts(settings, clock, random);
    apiSecret = accounts.newestSecret(accounts.primaryKey());
    certificates = settings.tls() ? Optional.of(Certificates.create()) : Optional.empty();
    server = new MockWebServer();
    List<Interceptor> interceptors = new ArrayList<>();
    settings
        .rateLimit()
        .map(limit -> new RateLimiter(limit, clock, accounts::exists))
        .ifPresent(interceptors::add);
    interceptors.add(new Mishaps(settings.failPercent(), random));
    interceptor.ifPresent(interceptors::add);
    front = new Front(server, new SandboxApi(accounts), interceptors, clock, settings.latency());
  }

  /**
   * Starts a sandbox. It uses {@code clock} for everything except latency and the validity of
   * certificates. {@code random}, which must be thread-safe, generates ids and initial secrets and
   * chooses the requests that fail. Throws {@link InvalidInputException} if the port is
   * unavailable, and {@link IOException} if the sandbox cannot listen for another reason.
   */
  public static Sandbox start(SandboxSettings settings, Clock clock, RandomGenerator random)
      throws IOException {
    return start(settings, clock, random, Optional.empty());
  }

  /**
   * As {@link #start(SandboxSettings, Clock, RandomGenerator)}, with an interceptor that sees every
   * request first.
   */
  static Sandbox start(
      SandboxSettings settings,
      Clock clock,
      RandomGenerator random,
      Optional<Interceptor> interceptor)
      throws IOException {
    Sandbox sandbox = new Sandbox(settings, clock, random, interceptor);
    try {
      sandbox.listen(settings.port());
      return sandbox;
    } catch (IOException | RuntimeException e) {
      sandbox.close();
      throw e;
    }
  }

  private void listen(int port) throws IOException {
    server.setServerSocketFactory(new PromptSockets());
    // Over HTTP/2, a client would not notice a dropped connection.
    server.setProtocolNegotiationEnabled(false);
    server.setBodyLimit(MAX_BODY);
    server.setDispatcher(front);
    certificates.ifPresent(own -> server.useHttps(own.sslSocketFactory()));
    try {
      server.start(InetAddress.getByAddress(LOOPBACK), port);
    } catch (BindException e) {
      throw new InvalidInputException(
          "Port "
              + port
              + " is already in use or not permitted. Choose another one, or 0"
              + " for any free port.",
          e);
    }
  }

  /** Returns the base URL, without a trailing slash. */
  public URI baseUrl() {
    String scheme = certificates.isPresent() ? "https" : "http";
    return URI.create(scheme + "://127.0.0.1:" + server.getPort());
  }

  /** Returns the key of the primary account. */
  public String apiKey() {
    return accounts.primaryKey();
  }

  /** Returns the initial secret of the primary account; the newer one if there were two. */
  public SecretValue apiSecret() {
    return apiSecret;
  }

  /** Returns the PEM file of the certificate authority to trust; empty without TLS. */
  public Optional<Path> certificateAuthority() {
    return certificates.map(Certificates::authorityFile);
  }

  /** Returns the number of answered requests. */
  public long requestCount() {
    return front.requestCount();
  }

  /** Returns the accounts, so that tests can change them like another client. */
  Accounts accounts() {
    return accounts;
  }

  /** Stops at once: closes open connections and removes the certificate file. */
  @Override
  public void close() {
    try {
      server.close();
    } finally {
      certificates.ifPresent(Certificates::close);
    }
  }
}
