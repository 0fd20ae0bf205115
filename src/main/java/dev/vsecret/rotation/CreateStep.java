package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.file.FileFailures;
import dev.vsecret.secret.Secret;
import java.io.IOException;
import java.util.Optional;

/** The step from PREPARED to CREATED: the only request that makes something, and its outcomes. */
final class CreateStep {
  private final ChangeRun run;
  private final boolean generated;

  CreateStep(ChangeRun run) {
    this.run = run;
    this.generated = run.entry().plan().generated();
  }

  /**
   * Makes the secret, unless an earlier run has done so.
   *
   * @throws ApiException if the API refused for good: nothing was made, and the journal is gone
   * @throws RotationException if it is not known whether the secret was made
   */
  Secret create() throws RotationException, ApiException {
    Optional<Secret> created = run.resumed() ? Optional.empty() : send();
    return created.isPresent() ? created.get() : new LostCreation(run).settle();
  }

  /** The only creation that may be refused for good; empty if nobody knows what became of it. */
  private Optional<Secret> send() throws RotationException, ApiException {
    try {
      Secret created = run.account().create(run.entry().newSecret().orElseThrow());
      if (run.entry().plan().idsBefore().contains(created.id())) {
        // To trust it would be to take the secret in use for the new one.
        run.user().tell("The answer to the creation names a secret that was there before.");
        return Optional.empty();
      }
      return Optional.of(created);
    } catch (ApiException e) {
      if (e.outcomeUnknown() || isUnexpectedRefusal(e)) {
        run.user().tell("No clear answer to the creation: " + e.getMessage());
        return Optional.empty();
      }
      if (e.kind() == ApiException.Kind.TOO_CLOSE) {
        throw run.halfWay(
            "Whether the new secret was created is not settled: " + e.getMessage(), e);
      }
      if (generated && e.kind() == ApiException.Kind.TWO_SECRETS) {
        Optional<Secret> created = createdByEarlierSending(e);
        if (created.isPresent()) {
          return created;
        }
      }
      forget();
      throw e;
    }
  }

  /**
   * A generated value meets the rules, so that a 400 means that it exists already or that something
   * on the way spoiled the request.
   */
  private boolean isUnexpectedRefusal(ApiException failure) {
    return generated
        && (failure.kind() == ApiException.Kind.INVALID_SECRET
            || failure.kind() == ApiException.Kind.BAD_REQUEST);
  }

  /**
   * "Two already" may be the answer to a copy of the request that something on the way sent again.
   * If the look fails too, nobody knows: the journal stays.
   */
  private Optional<Secret> createdByEarlierSending(ApiException refusal) throws RotationException {
    try {
      return new LostCreation(run).accepted();
    } catch (ApiException e) {
      e.addSuppressed(refusal);
      throw run.halfWay(
          "Whether the new secret was created could not be found out: " + e.getMessage(), e);
    }
  }

  private void forget() throws RotationException {
    try {
      run.journal().delete();
    } catch (IOException e) {
      throw RotationException.stateUnusable(FileFailures.describe(e), e);
    }
  }
}
