package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.BaseUrl;
import dev.vsecret.api.MonotonicClock;
import dev.vsecret.output.Change;
import dev.vsecret.secret.SecretGenerator;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What a command that changes one account's secrets works with.
 *
 * @param account the account, and who signs for it
 * @param baseUrl the server
 * @param state where locks, journals and the history are
 * @param delivery what destinations are made of
 * @param generator makes new secrets
 * @param confirmation asks the user
 * @param clock the time of day, for the history
 * @param monotonicClock for waiting
 * @param stopRequested whether the user wants this run to stop
 * @param progress takes sentences for the user
 */
public record AccountSession(
    ManagedAccount account,
    BaseUrl baseUrl,
    StateFolder state,
    Delivery delivery,
    SecretGenerator generator,
    Confirmation confirmation,
    Clock clock,
    MonotonicClock monotonicClock,
    BooleanSupplier stopRequested,
    Consumer<String> progress) {

  /** A change of the account, which may find that an earlier one is not finished. */
  interface Step {
    Change run(ChangeContext context, Optional<JournalEntry> left)
        throws ApiException, RotationException;
  }

  /**
   * Runs {@code step} as the only run, on this machine, that changes the account. Of {@code
   * destinations} only whether and how to print counts here.
   */
  Change alone(Duration verifyTimeout, DestinationPlan destinations, Step step)
      throws ApiException, RotationException {
    try (AccountLock lock = state.lock(account.key(), baseUrl)) {
      ChangeContext context =
          new ChangeContext(
              account,
              false,
              lock.journal(),
              state.history(account.key(), baseUrl),
              delivery.printingAsIn(destinations),
              clock,
              monotonicClock,
              verifyTimeout,
              stopRequested,
              progress);
      return step.run(context, context.journal().read());
    } catch (ApiException e) {
      // A wait that a signal ends looks like a lost connection from the inside.
      if (stopRequested.getAsBoolean()) {
        throw RotationException.interrupted(RotationException.Valid.OLD, "Nothing was changed.", e);
      }
      throw e;
    } catch (RotationException e) {
      if (stopRequested.getAsBoolean() && e.kind() == RotationException.Kind.HALF_WAY) {
        throw RotationException.interrupted(
            e.valid(),
            switch (e.valid()) {
              case OLD ->
                  "The old secret is in use and works; the new one may work too. The journal is"
                      + " kept.";
              case NEW ->
                  "Rely on the new secret: the old one may no longer work. The journal is kept.";
              case BOTH -> "Both secrets work. The journal is kept.";
              case UNKNOWN -> "It is not known which secret works. The journal is kept.";
            },
            e);
      }
      throw e;
    }
  }
}
