package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.SecretList;
import dev.vsecret.api.SecretsApi;
import dev.vsecret.file.FaultPoint;
import dev.vsecret.secret.Credentials;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.util.Optional;

/**
 * An account whose secrets are managed, with the credentials that sign for it: its own, or those of
 * its primary account.
 */
public final class ManagedAccount {
  private static final int REVOCATION_ATTEMPTS = 3;

  private final SecretsApi api;
  private final String key;
  private final Credentials signer;
  private final String options;

  /** {@code key} names the account; {@code options} are as {@link #options()} has them. */
  public ManagedAccount(SecretsApi api, String key, Credentials signer, String options) {
    this.api = api;
    this.key = key;
    this.signer = signer;
    this.options = options;
  }

  /** A revocation was sent, and no clear answer came. */
  static final class UnknownOutcomeException extends Exception {
    private final ApiException failure;
    private final boolean stillListed;

    private UnknownOutcomeException(ApiException failure, boolean stillListed) {
      super(failure.getMessage(), failure);
      this.failure = failure;
      this.stillListed = stillListed;
    }

    /** Whether a list after it still showed the secret; false where there was no list. */
    boolean isStillListed() {
      return stillListed;
    }

    /** Why the revocation was not answered. */
    ApiException failure() {
      return failure;
    }
  }

  /** The account's API key. */
  public String key() {
    return key;
  }

  /** The credentials that sign. */
  public Credentials signer() {
    return signer;
  }

  /** Whether the signing secret is one of the account's own. */
  public boolean signsForItself() {
    return key.equals(signer.apiKey());
  }

  /** Whether {@code value} is the account's own secret that signs. */
  boolean signsWith(Optional<SecretValue> value) {
    return signsForItself() && value.equals(Optional.of(signer.secret()));
  }

  /**
   * What a command line needs besides, each word after a space, to mean this account by the
   * credentials that the user gave.
   */
  public String options() {
    return options;
  }

  /** The same account, signed for by its own secret {@code value}. */
  public ManagedAccount signedByItself(SecretValue value) {
    return new ManagedAccount(api, key, new Credentials(key, value), options);
  }

  /** The account's secrets now. */
  public SecretList list() throws ApiException {
    FaultPoint.pass();
    SecretList list = api.list(signer, key);
    FaultPoint.pass();
    return list;
  }

  /** As {@link #list()}, but empty if the signing secret is refused. */
  Optional<SecretList> listIfAccepted() throws ApiException {
    try {
      return Optional.of(list());
    } catch (ApiException e) {
      if (e.kind() == ApiException.Kind.UNAUTHORIZED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Makes {@code value} a secret of the account. */
  Secret create(SecretValue value) throws ApiException {
    FaultPoint.pass();
    Secret secret = api.create(signer, key, value);
    FaultPoint.pass();
    return secret;
  }

  /**
   * Revokes a secret that the account has had for some time: where a reply is lost, a list without
   * it tells that it is gone.
   *
   * @throws ApiException if the API refuses that
   * @throws UnknownOutcomeException if it cannot be known
   */
  void revoke(String secretId) throws ApiException, UnknownOutcomeException {
    Optional<ApiException> failure = sendRevocation(secretId);
    if (failure.isPresent() && !failure.get().outcomeUnknown()) {
      throw failure.get();
    }
    for (int sent = 1; failure.isPresent() && isListed(secretId, failure.get()); sent++) {
      if (sent == REVOCATION_ATTEMPTS) {
        throw new UnknownOutcomeException(failure.get(), true);
      }
      failure = sendRevocation(secretId);
    }
  }

  /**
   * Revokes a secret that was made a moment ago. Only a DELETE tells that it is gone: a list may
   * come from a replica that has not heard of the secret yet.
   *
   * @throws ApiException if it is not gone, or cannot be known to be
   */
  void revokeYoung(String secretId) throws ApiException {
    Optional<ApiException> failure = sendRevocation(secretId);
    for (int sent = 1; failure.isPresent(); sent++) {
      if (sent == REVOCATION_ATTEMPTS || failure.get().isLasting()) {
        throw failure.get();
      }
      ApiException earlier = failure.get();
      // A request that never left says nothing of what became of an earlier one.
      failure = sendRevocation(secretId).map(e -> e.outcomeUnknown() ? e : earlier);
    }
  }

  /**
   * Sends one request. Empty if the secret is gone; the failure if nobody knows, or nothing was
   * sent.
   */
  private Optional<ApiException> sendRevocation(String secretId) throws ApiException {
    try {
      FaultPoint.pass();
      api.revoke(signer, key, secretId);
      FaultPoint.pass();
      return Optional.empty();
    } catch (ApiException e) {
      if (e.kind() == ApiException.Kind.NO_SUCH_SECRET) {
        return Optional.empty();
      }
      if (e.outcomeUnknown() || e.kind() == ApiException.Kind.NO_CONNECTION) {
        return Optional.of(e);
      }
      throw e;
    }
  }

  private boolean isListed(String secretId, ApiException failure) throws UnknownOutcomeException {
    try {
      return list().find(secretId).isPresent();
    } catch (ApiException e) {
      failure.addSuppressed(e);
      throw new UnknownOutcomeException(failure, false);
    }
  }
}
