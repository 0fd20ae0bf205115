package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;

/** Revoking a secret with certainty, also where a reply is lost. */
final class Revocation {
  private static final int ATTEMPTS = 3;

  private Revocation() {}

  /**
   * Revokes a secret that was made a moment ago. Only a DELETE tells that it is gone: a list may
   * come from a replica that has not heard of the secret yet.
   *
   * @throws ApiException if it is not gone, or cannot be known to be
   */
  static void revokeYoung(ManagedAccount account, String secretId) throws ApiException {
    for (int attempt = 1; ; attempt++) {
      try {
        account.revoke(secretId);
        return;
      } catch (ApiException e) {
        if (e.kind() == ApiException.Kind.NO_SUCH_SECRET) {
          return;
        }
        if (!e.outcomeUnknown() || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /**
   * Revokes a secret that the account has had for some time: where a reply is lost, a list without
   * it tells that it is gone.
   *
   * @throws ApiException if it is not gone, or cannot be known to be
   */
  static void revoke(ManagedAccount account, String secretId) throws ApiException {
    for (int attempt = 1; ; attempt++) {
      try {
        account.revoke(secretId);
        return;
      } catch (ApiException e) {
        if (e.kind() == ApiException.Kind.NO_SUCH_SECRET) {
          return;
        }
        if (!e.outcomeUnknown()) {
          throw e;
        }
        if (gone(account, secretId, e)) {
          return;
        }
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** If the look fails too, it is the revocation that failed, with its outcome unknown. */
  private static boolean gone(ManagedAccount account, String secretId, ApiException failure)
      throws ApiException {
    try {
      return account.list().find(secretId).isEmpty();
    } catch (ApiException e) {
      failure.addSuppressed(e);
      throw failure;
    }
  }
}
