package dev.vsecret.sandbox;

import dev.vsecret.LibraryLogs;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import mockwebserver3.MockResponse;

/** A sandbox with fault injection and request recording. */
public final class SandboxServer implements AutoCloseable {
  private final Sandbox sandbox;
  private final Faults faults = new Faults();
  private final List<RecordedRequest> requests = new ArrayList<>();
  private boolean recording;

  private SandboxServer(SandboxSettings settings, Clock clock, RandomGenerator random)
      throws IOException {
    sandbox = Sandbox.start(settings, clock, random, Optional.of(this::answer));
  }

  /** Starts a sandbox like {@code vsecret sandbox} does. */
  public static SandboxServer start(SandboxSettings settings, Clock clock, RandomGenerator random)
      throws IOException {
    LibraryLogs.silence();
    return new SandboxServer(settings, clock, random);
  }

  private MockResponse answer(SignedRequest request, Supplier<MockResponse> api) {
    MockResponse reply =
        faults.take(request).map(fault -> fault.befall(api)).orElseGet(() -> api.get());
    synchronized (requests) {
      if (recording) {
        boolean sent = reply.getOnResponseStart() == null;
        requests.add(
            new RecordedRequest(
                request, sent ? OptionalInt.of(reply.getCode()) : OptionalInt.empty()));
      }
    }
    return reply;
  }

  /** Returns the queued faults. */
  public Faults faults() {
    return faults;
  }

  /** Starts recording requests. Off by default, since the record grows without limit. */
  public void record() {
    synchronized (requests) {
      recording = true;
    }
  }

  /** Returns the requests since {@link #record()}, in the order of their replies. */
  public List<RecordedRequest> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** Returns the number of answered requests, recorded or not. */
  public long requestCount() {
    return sandbox.requestCount();
  }

  /** Returns the accounts, so that tests can change them like another client. */
  public Accounts accounts() {
    return sandbox.accounts();
  }

  /** Returns the base URL, without a trailing slash. */
  public URI baseUrl() {
    return sandbox.baseUrl();
  }

  /** Returns the key of the primary account. */
  public String apiKey() {
    return sandbox.apiKey();
  }

  /** Returns the initial secret of the primary account; the newer one if there were two. */
  public SecretValue apiSecret() {
    return sandbox.apiSecret();
  }

  /** Returns the PEM file of the certificate authority to trust; empty without TLS. */
  public Optional<Path> certificateAuthority() {
    return sandbox.certificateAuthority();
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
