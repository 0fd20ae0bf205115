package dev.vsecret.api;

import dev.vsecret.secret.Credentials;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.util.List;

/**
 * The secrets of Vonage accounts, with one method per endpoint. Every request is signed by {@code
 * signer} and concerns {@code account}: the signer's own API key or that of a subaccount.
 *
 * <p>Within the time limit of a call, a read is sent again if the failure may pass, a write only if
 * the server says that it did not act on it: after a rate limit and after {@code Outdated account}.
 * After a failure that {@link ApiException#outcomeUnknown()} marks, a write may or may not have
 * taken effect.
 */
public interface SecretsApi {
  /** Returns the secrets of {@code account}, oldest first, never empty. */
  SecretList list(Credentials signer, String account) throws ApiException;

  /** Adds {@code value} as a secret of {@code account}. The server assigns the id. */
  Secret create(Credentials signer, String account, SecretValue value) throws ApiException;

  /** Revokes the secret {@code secretId} of {@code account}: it stops working at once. */
  void revoke(Credentials signer, String account, String secretId) throws ApiException;

  /** Returns the subaccounts of the primary account {@code account}, in the server's order. */
  List<Subaccount> subaccounts(Credentials signer, String account) throws ApiException;
}
