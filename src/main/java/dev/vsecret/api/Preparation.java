package dev.vsecret.api;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/**
 * Loads what the first request needs in the background, while the command line is parsed: TLS takes
 * longer to set up than everything else before the request.
 */
public final class Preparation {
  /** Prepares nothing. */
  public static final Preparation NONE = new Preparation(Optional.empty(), null);

  /** What {@link #tls} trusts; empty if TLS is not prepared. */
  private final Optional<Trust> trust;

  private final CompletableFuture<Tls> tls;

  private Preparation(Optional<Trust> trust, CompletableFuture<Tls> tls) {
    this.trust = trust;
    this.tls = tls;
  }

  /** Starts to prepare a connection with TLS whose server must be trusted by {@code trust}. */
  public static Preparation ofTls(Trust trust) {
    CompletableFuture<Tls> tls = new CompletableFuture<>();
    inBackground(
        () -> {
          try {
            Tls loaded = Tls.load(trust);
            tls.complete(loaded);
            // The rest, while the connection is being made.
            loaded.trust().prepare();
            WireFormat.prepare();
          } finally {
            // No effect unless it failed.
            tls.cancel(false);
          }
        });
    return new Preparation(Optional.of(trust), tls);
  }

  /** Starts to prepare a connection without TLS. */
  public static Preparation ofCleartext() {
    inBackground(
        () -> {
          Transport.prepareCleartext();
          WireFormat.prepare();
        });
    return NONE;
  }

  private static void inBackground(Runnable work) {
    Thread thread = new Thread(work, "prepare-connection");
    thread.setDaemon(true);
    // A failure occurs again, and is reported, when the request is made.
    thread.setUncaughtExceptionHandler((failed, failure) -> {});
    thread.start();
  }

  /**
   * Returns TLS that trusts {@code wanted}: the prepared one if it does, else a new one.
   *
   * @throws dev.vsecret.secret.InvalidInputException if the certificates cannot be read
   */
  Tls tls(Trust wanted) {
    if (trust.isPresent() && trust.get().isSameAs(wanted)) {
      try {
        return tls.join();
      } catch (CancellationException e) {
        // It failed, and fails again below.
      }
    }
    return Tls.load(wanted);
  }
}
