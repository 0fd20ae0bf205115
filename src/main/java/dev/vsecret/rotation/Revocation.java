package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import java.util.Optional;

/** Revoking a secret with certainty, also where a reply is lost. */
final class Revocation {
  private static final int ATTEMPTS = 3;

  private Revocation() {}

  /** The revocation was sent, and no clear answer came. */
  static final class UnknownOutcomeException extends Exception {
    private final ApiException failure;
    private final boolean listed;

    private UnknownOutcomeException(ApiException failure, boolean listed) {
      super(failure.getMessage(), failure);
      this.failure = failure;
      this.listed = listed;
    }

    /** Whether a list after it still showed the secret; false where there was no list. */
    boolean isStillListed() {
      return listed;
    }

    /** Why the revocation was not answered. */
    ApiException failure() {
      return failure;
    }
  }

  /**
   * Revokes a secret that was made a moment ago. Only a DELETE tells that it is gone: a list may
   * come from a replica that has not heard of the secret yet.
   *
   * @throws ApiException if it is not gone, or cannot be known to be
   */
  static void revokeYoung(ManagedAccount account, String secretId) throws ApiException {
    Optional<ApiException> failure = send(account, secretId);
    for (int sent = 1; failure.isPresent() && sent < ATTEMPTS; sent++) {
      failure = send(account, secretId);
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  /**
   * Revokes a secret that the account has had for some time: where a reply is lost, a list without
   * it tells that it is gone.
   *
   * @throws ApiException if the API refuses that
   * @throws UnknownOutcomeException if it cannot be known
   */
  static void revoke(ManagedAccount account, String secretId)
      throws ApiException, UnknownOutcomeException {
    for (int attempt = 1; ; attempt++) {
      Optional<ApiException> failure = send(account, secretId);
      if (failure.isEmpty() || gone(account, secretId, failure.get())) {
        return;
      }
      if (attempt == ATTEMPTS) {
        throw new UnknownOutcomeException(failure.get(), true);
      }
    }
  }

  /** Sends one request. Empty if the secret is gone; the failure if nobody knows. */
  private static Optional<ApiException> send(ManagedAccount account, String secretId)
      throws ApiException {
    try {
      account.revoke(secretId);
      return Optional.empty();
    } catch (ApiException e) {
      if (e.kind() == ApiException.Kind.NO_SUCH_SECRET) {
        return Optional.empty();
      }
      if (e.outcomeUnknown()) {
        return Optional.of(e);
      }
      throw e;
    }
  }

  private static boolean gone(ManagedAccount account, String secretId, ApiException failure)
      throws UnknownOutcomeException {
    try {
      return account.list().find(secretId).isEmpty();
    } catch (ApiException e) {
      failure.addSuppressed(e);
      throw new UnknownOutcomeException(failure, false);
    }
  }
}
