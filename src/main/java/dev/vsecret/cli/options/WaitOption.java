package dev.vsecret.cli.options;

import dev.vsecret.Environment;
import dev.vsecret.api.MonotonicClock;
import dev.vsecret.journal.StateFolder;
import dev.vsecret.output.Ages;
import dev.vsecret.rotation.RotationException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** How long to wait for another run that is changing the same account. */
public final class WaitOption {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Environment environment;
  private final Option<Duration> limit;

  /** Registers it with {@code command}. */
  public WaitOption(CommandSpec command, Environment environment) {
    this.environment = environment;
    limit =
        new Option<>(
            command,
            "--wait=DURATION",
            Converter.DURATION,
            "If another run is changing the account, wait up to this long for it.");
  }

  /** What is done with an account, and fails at once where another run is changing it. */
  public interface Attempt<T> {
    /** Does it. */
    T run(OpenAccount open) throws Exception;
  }

  /**
   * Does {@code attempt} with the account that {@code options} name. After a wait the account is
   * opened anew: the other run may have replaced the secret in the credential file.
   *
   * @throws RotationException of kind {@code BUSY} if another run is still changing the account at
   *     the end of the wait; of kind {@code INTERRUPTED} if a signal ends the wait
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

  /** As {@link #run}, for {@code key}, one of many accounts that {@code open} signs for. */
  public <T> T run(String key, OpenAccount open, Callable<T> attempt) throws Exception {
    Wait wait = new Wait();
    while (true) {
      try {
        return attempt.call();
      } catch (RotationException e) {
        // The signing secret itself may be another one after the wait, and is not read again.
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

    /** Returns once the account's lock is free; throws {@code failure} if that is no help. */
    void orFail(RotationException failure, String key, OpenAccount open) throws RotationException {
      if (failure.kind() != RotationException.Kind.BUSY || isOver()) {
        throw failure;
      }
      if (!told) {
        open.messages()
            .info(
                "Another run is changing account "
                    + key
                    + ". Waiting at most "
                    + Ages.format(whole)
                    + " for it to end.");
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
