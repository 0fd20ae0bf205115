package dev.vsecret.cli.options;

import dev.vsecret.Environment;
import dev.vsecret.api.MonotonicClock;
import dev.vsecret.journal.StateFolder;
import dev.vsecret.output.Ages;
import dev.vsecret.rotation.RotationException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** The option to wait for another run that is changing the same account. */
public final class WaitOption {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Environment environment;
  private final Option<Duration> limit;

  /** Registers the option with {@code command}. */
  public WaitOption(CommandSpec command, Environment environment) {
    this.environment = environment;
    limit =
        new Option<>(
            command,
            "--wait=DURATION",
            Converter.DURATION,
            "If another run is changing the account, wait for it at most this long.");
  }

  /** A task for an account that fails at once if another run is changing it. */
  public interface Attempt<T> {
    /** Runs the task. */
    T run(OpenAccount open) throws Exception;
  }

  /**
   * Runs {@code attempt} with the account of {@code options}. After a wait, opens the account
   * again: the other run may have replaced the secret in the credential file.
   *
   * @throws RotationException of kind {@code BUSY} if another run is still changing the account at
   *     the end of the wait, or of kind {@code INTERRUPTED} if a signal ends the wait
   */
  public <T> T run(AccountOptions options, Attempt<T> attempt) throws Exception {
    Wait wait = new Wait();
    while (true) {
      try (OpenAccount open = options.open()) {
        try {
          return attempt.run(open);
        } catch (RotationException e) {
          wait.orFail(e, open.key(), open);
        }
      }
    }
  }

  /** As {@link #run}, for {@code key}, one of many accounts of {@code open}. */
  public <T> T run(String key, OpenAccount open, Callable<T> attempt) throws Exception {
    Wait wait = new Wait();
    while (true) {
      try {
        return attempt.call();
      } catch (RotationException e) {
        // Do not wait: the other run may replace the secret that signs the requests, and it is not
        // read again.
        if (key.equals(open.key())) {
          throw e;
        }
        wait.orFail(e, key, open);
      }
    }
  }

  /** The wait of one run for one account. */
  private final class Wait {
    private final MonotonicClock clock = environment.monotonicClock();
    private final Duration whole = limit.value().orElse(Duration.ZERO);
    private final long start = clock.nanoTime();
    private boolean told;

    /**
     * Returns once the account is unlocked. Throws {@code failure} if it is not BUSY or the time is
     * over.
     */
    void orFail(RotationException failure, String key, OpenAccount open) throws RotationException {
      if (failure.kind() != RotationException.Kind.BUSY || isOver()) {
        throw failure;
      }
      if (!told) {
        open.messages()
            .info(
                "Another run is changing account "
                    + key
                    + ". Waiting up to "
                    + Ages.format(whole)
                    + " for it to finish.");
        told = true;
      }
      StateFolder state = StateFolder.of(environment.variables());
      do {
        if (isOver()) {
          throw failure;
        }
        pause();
      } while (state.isLocked(key, open.baseUrl()));
    }

    private boolean isOver() {
      return left().isNegative() || left().isZero();
    }

    private Duration left() {
      return whole.minusNanos(clock.nanoTime() - start);
    }

    private void pause() throws RotationException {
      try {
        clock.sleep(left().compareTo(PAUSE) < 0 ? left() : PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw RotationException.interruptedAtQuestion();
      }
      if (environment.stopSignals().exitCode().isPresent()) {
        throw RotationException.interruptedAtQuestion();
      }
    }
  }
}
