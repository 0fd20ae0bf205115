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

/** A sandbox whose requests can be made to fail, and can be recorded. */
public final class SandboxServer implements AutoCloseable {
  private final Sandbox sandbox;
  private final Faults faults = new Faults();
  private final List<RecordedRequest> requests = new ArrayList<>();
  private boolean recording;

  private SandboxServer(SandboxSettings settings, Clock clock, RandomGenerator random)
      throws IOException {
    sandbox = Sandbox.start(settings, clock, random, Optional.of(this::answer));
  }

  /** Starts a sandbox as {@code vsecret sandbox} does. */
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

  /** The faults that wait for requests. */
  public Faults faults() {
    return faults;
  }

  /** Keeps every request from now on; off at first, since the record grows without bounds. */
  public void record() {
    synchronized (requests) {
      recording = true;
    }
  }

  /** The requests kept since {@link #record()}, in the order in which they were answered. */
  public List<RecordedRequest> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** How many requests have been answered, kept or not. */
  public long requestCount() {
    return sandbox.requestCount();
  }

  /** The accounts themselves: what someone else might do to them meanwhile. */
  public Accounts accounts() {
    return sandbox.accounts();
  }

  /** Where it listens, without a slash at the end. */
  public URI baseUrl() {
    return sandbox.baseUrl();
  }

  /** The key of the primary account. */
  public String apiKey() {
    return sandbox.apiKey();
  }

  /** The secret that the primary account started with; the newer one where it had two. */
  public SecretValue apiSecret() {
    return sandbox.apiSecret();
  }

  /** The file, in PEM, with the certificate authority to trust; empty without TLS. */
  public Optional<Path> certificateAuthority() {
    return sandbox.certificateAuthority();
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
