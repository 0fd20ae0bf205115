package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.SecretList;
import dev.vsecret.api.SecretsApi;
import dev.vsecret.file.FaultPoint;
import dev.vsecret.secret.Credentials;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.util.Optional;

/** An account with the credentials that sign for it: its own or its primary account's. */
public final class ManagedAccount {
  private static final int REVOCATION_ATTEMPTS = 3;

  private final SecretsApi api;
  private final String key;
  private final Credentials signer;
  private final String options;

  /** {@code key} is the account's API key; {@code options} are those of {@link #options()}. */
  public ManagedAccount(SecretsApi api, String key, Credentials signer, String options) {
    this.api = api;
    this.key = key;
    this.signer = signer;
    this.options = options;
  }

  /** Thrown if a revocation was sent and got no clear answer. */
  static final class UnknownOutcomeException extends Exception {
    private final ApiException failure;
    private final boolean stillListed;

    private UnknownOutcomeException(ApiException failure, boolean stillListed) {
      super(failure.getMessage(), failure);
      this.failure = failure;
      this.stillListed = stillListed;
    }

    /** Returns whether a later list still contained the secret; false if there was no list. */
    boolean isStillListed() {
      return stillListed;
    }

    /** Returns the failure of the revocation. */
    ApiException failure() {
      return failure;
    }
  }

  /** Returns the account's API key. */
  public String key() {
    return key;
  }

  /** Returns the credentials that sign. */
  public Credentials signer() {
    return signer;
  }

  /** Returns whether the account's own credentials sign. */
  public boolean signsForItself() {
    return key.equals(signer.apiKey());
  }

  /** Returns whether the account's own credentials sign and their secret is {@code value}. */
  boolean signsWith(Optional<SecretValue> value) {
    return signsForItself() && value.equals(Optional.of(signer.secret()));
  }

  /**
   * Returns the options, each with a leading space, that select this account and the user's
   * credentials on a command line.
   */
  public String options() {
    return options;
  }

  /** Returns this account, signed for by its own secret {@code value}. */
  public ManagedAccount signedByItself(SecretValue value) {
    return new ManagedAccount(api, key, new Credentials(key, value), options);
  }

  /** Lists the account's secrets. */
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

  /** Creates a secret with {@code value}. */
  Secret create(SecretValue value) throws ApiException {
    FaultPoint.pass();
    Secret secret = api.create(signer, key, value);
    FaultPoint.pass();
    return secret;
  }

  /**
   * Revokes a secret that was created some time ago: if the reply is lost, a list without the
   * secret proves that it is gone.
   *
   * @throws ApiException if the API refuses
   * @throws UnknownOutcomeException if the outcome is unknown
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
   * Revokes a secret that was just created. Only a DELETE proves that it is gone: a list may come
   * from a replica that does not have the secret yet.
   *
   * @throws ApiException if it is not gone, or that is unknown
   */
  void revokeYoung(String secretId) throws ApiException {
    Optional<ApiException> failure = sendRevocation(secretId);
    for (int sent = 1; failure.isPresent(); sent++) {
      if (sent == REVOCATION_ATTEMPTS || failure.get().isLasting()) {
        throw failure.get();
      }
      ApiException earlier = failure.get();
      // A request that was never sent does not reveal the outcome of an earlier one.
      failure = sendRevocation(secretId).map(e -> e.outcomeUnknown() ? e : earlier);
    }
  }

  /**
   * Sends one request. Empty if the secret is gone; the failure if the outcome is unknown or
   * nothing was sent.
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
