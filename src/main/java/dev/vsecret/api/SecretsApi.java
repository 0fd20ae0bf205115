package dev.vsecret.api;

import dev.vsecret.secret.Credentials;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.util.List;

/**
 * The secrets of Vonage accounts, a method an endpoint. Every request is signed by {@code signer},
 * and is about {@code account}: the signer's own API key, or one of its subaccounts'.
 *
 * <p>Within the time limit of a call, a read is sent again where the failure may pass, a write only
 * where the server says that it did not act on it: after a rate limit and after {@code Outdated
 * account}. After a failure that {@link ApiException#outcomeUnknown()} marks, a write may or may
 * not have taken effect.
 */
public interface SecretsApi {
  /** The secrets of {@code account}, oldest first, never empty. */
  SecretList list(Credentials signer, String account) throws ApiException;

  /** Makes {@code value} a secret of {@code account}; the server names it. */
  Secret create(Credentials signer, String account, SecretValue value) throws ApiException;

  /** Revokes the secret {@code secretId} of {@code account}: it stops working at once. */
  void revoke(Credentials signer, String account, String secretId) throws ApiException;

  /** The subaccounts of the primary account {@code account}, in the server's order. */
  List<Subaccount> subaccounts(Credentials signer, String account) throws ApiException;
}
