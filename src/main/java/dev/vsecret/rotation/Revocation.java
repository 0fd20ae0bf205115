package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;

/** Revoking a secret with certainty: where a reply was lost, a look tells what became of it. */
final class Revocation {
  private static final int ATTEMPTS = 3;

  private Revocation() {}

  /**
   * Returns when {@code secretId} is gone, by this request or by someone else's.
   *
   * @throws ApiException if it is not, or cannot be known to be
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
