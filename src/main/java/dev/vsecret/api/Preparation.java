package dev.vsecret.api;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Loads what the first request needs in the background, while the command line is parsed: TLS takes
 * longer to set up than everything else before the request.
 */
public final class Preparation {
  /** Nothing was prepared. */
  public static final Preparation NONE = new Preparation(Optional.empty());

  private final Optional<PreparedTls> prepared;

  private Preparation(Optional<PreparedTls> prepared) {
    this.prepared = prepared;
  }

  /** TLS with the certificates of {@code trust}, once it is set up. */
  private record PreparedTls(Trust trust, CompletableFuture<Tls> tls) {}

  /** Starts to set up TLS with the certificates of {@code trust}, whose files are read once. */
  public static Preparation ofTls(Trust trust) {
    CompletableFuture<Tls> future = new CompletableFuture<>();
    inBackground(
        () -> {
          try {
            Tls tls = Tls.load(trust);
            future.complete(tls);
            // The rest is not needed before the server replies.
            tls.trust().prepare();
            WireFormat.prepare();
          } catch (Throwable e) {
            future.completeExceptionally(e);
          }
        });
    return new Preparation(Optional.of(new PreparedTls(trust, future)));
  }

  /** Starts to load the classes for a connection without TLS. */
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
    thread.start();
  }

  /**
   * Returns TLS with the certificates of {@code trust}: the prepared one if it has the same, else a
   * new one.
   *
   * @throws dev.vsecret.secret.InvalidInputException if the certificates cannot be read
   */
  Tls tls(Trust trust) {
    if (prepared.isPresent() && prepared.get().trust().equals(trust)) {
      try {
        return prepared.get().tls().join();
      } catch (CompletionException e) {
        // It fails again below, so that this thread reports it.
      }
    }
    return Tls.load(trust);
  }
}
