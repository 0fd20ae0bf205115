package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.file.FileFailures;
import dev.vsecret.secret.Secret;
import java.io.IOException;
import java.util.Optional;

/** The step from PREPARED to CREATED: sends the create request and handles its outcomes. */
final class CreateStep {
  private final ChangeRun run;
  private final boolean generated;

  CreateStep(ChangeRun run) {
    this.run = run;
    this.generated = run.entry().plan().generated();
  }

  /**
   * Creates the secret, unless an earlier run has done so.
   *
   * @throws ApiException if the API finally refused: nothing was created, and the journal is
   *     deleted
   * @throws RotationException if it is not known whether the secret was created
   */
  Secret create() throws RotationException, ApiException {
    Optional<Secret> created = run.resumed() ? Optional.empty() : send();
    return created.isPresent() ? created.get() : new LostCreation(run).resolve();
  }

  /** Sends the only create request that may be finally refused; empty if the outcome is unknown. */
  private Optional<Secret> send() throws RotationException, ApiException {
    try {
      Secret created = run.account().create(run.entry().newSecret().orElseThrow());
      if (run.entry().plan().idsBefore().contains(created.id())) {
        // Trusting this answer would mistake the secret in use for the new one.
        run.user()
            .tell("The API's answer to the create request names a secret that already existed.");
        return Optional.empty();
      }
      return Optional.of(created);
    } catch (ApiException e) {
      if (e.outcomeUnknown() || isUnexpectedRefusal(e)) {
        run.user().tell("No clear answer to the create request: " + e.getMessage());
        return Optional.empty();
      }
      if (e.kind() == ApiException.Kind.TOO_CLOSE) {
        throw run.halfWay(
            "It is not known yet whether the new secret was created: " + e.getMessage(), e);
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
   * A generated value meets the rules, so a 400 means that it already exists or that the request
   * was altered in transit.
   */
  private boolean isUnexpectedRefusal(ApiException failure) {
    return generated
        && (failure.kind() == ApiException.Kind.INVALID_SECRET
            || failure.kind() == ApiException.Kind.BAD_REQUEST);
  }

  /**
   * "Two already" may be the answer to a duplicate of the request that was sent in transit. If the
   * check fails too, the outcome is unknown and the journal is kept.
   */
  private Optional<Secret> createdByEarlierSending(ApiException refusal) throws RotationException {
    try {
      return new LostCreation(run).accepted();
    } catch (ApiException e) {
      e.addSuppressed(refusal);
      throw run.halfWay("It is not known whether the new secret was created: " + e.getMessage(), e);
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
