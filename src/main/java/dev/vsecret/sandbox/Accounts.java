package dev.vsecret.sandbox;

import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A primary account, its subaccounts and all their secrets, with the rules of the API but without
 * HTTP. The primary account manages every account, a subaccount only itself, suspended or not.
 * Thread-safe. Methods throw {@link RefusedException} if a rule is violated, and those without a
 * signer also if the key is unknown.
 */
public final class Accounts {
  private static final int FIRST_KEY = 0x5a4db0c5;

  /** Odd, so that all 32-bit keys are distinct; they also look random. */
  private static final int KEY_STEP = 0x9e3779b1;

  private static final Duration BETWEEN_TWO_SECRETS = Duration.ofDays(90);
  private static final Duration AGE_OF_SUBACCOUNTS = Duration.ofDays(400);

  private final SandboxSettings.Contents settings;
  private final Clock clock;
  private final RandomText randomText;
  private final Instant startedAt;
  private final Map<String, Account> accounts = new LinkedHashMap<>();
  private final List<Subaccount> subaccounts;

  /** Creates the accounts of {@code allSettings}, as of the current time of {@code clock}. */
  public Accounts(SandboxSettings allSettings, Clock clock, RandomGenerator random) {
    this.settings = allSettings.contents();
    this.clock = clock;
    this.randomText = new RandomText(random);
    this.startedAt = clock.instant();
    accounts.put(primaryKey(), new Account());
    List<Subaccount> listing = new ArrayList<>(settings.subaccounts());
    Instant createdAt =
        startedAt.minus(settings.age()).minus(AGE_OF_SUBACCOUNTS).truncatedTo(ChronoUnit.MILLIS);
    for (int number = 1; number <= settings.subaccounts(); number++) {
      Subaccount subaccount = Subaccount.numbered(number, key(number), createdAt);
      accounts.put(subaccount.apiKey(), new Account());
      listing.add(subaccount);
    }
    this.subaccounts = List.copyOf(listing);
  }

  /** Returns the key of the primary account, the same in every sandbox. */
  public String primaryKey() {
    return key(0);
  }

  /** Returns whether there is an account with this key. */
  public synchronized boolean exists(String apiKey) {
    return accounts.containsKey(apiKey);
  }

  /** Returns whether a request signed with this key and secret is accepted now. */
  public synchronized boolean accepts(String apiKey, SecretValue value) {
    return exists(apiKey) && account(apiKey).accepts(value, clock.instant());
  }

  /**
   * Returns the id of the secret with this value, already accepted or not; empty if there is none.
   */
  public synchronized Optional<String> idOf(String apiKey, SecretValue value) {
    return exists(apiKey) ? account(apiKey).idOf(value) : Optional.empty();
  }

  /** Returns the value of the account's newest secret, which the API itself never returns. */
  public synchronized SecretValue newestSecret(String apiKey) {
    return account(apiKey).newestValue();
  }

  /** Returns the account's secrets, newest first. */
  public synchronized List<Secret> list(String apiKey) {
    return account(apiKey).secrets();
  }

  /** As {@link #list(String)}, if {@code signer} is allowed to. */
  public synchronized List<Secret> list(String signer, String apiKey) {
    return account(signer, apiKey).secrets();
  }

  /** Returns the secret with that id, if {@code signer} is allowed to see it. */
  public synchronized Secret get(String signer, String apiKey, String id) {
    return account(signer, apiKey).secret(id);
  }

  /** Adds a second secret to the account. */
  public Secret create(String apiKey, SecretValue value) {
    return create(apiKey, apiKey, value);
  }

  /** As {@link #create(String, SecretValue)}, if {@code signer} is allowed to. */
  public synchronized Secret create(String signer, String apiKey, SecretValue value) {
    Account account = account(signer, apiKey);
    Instant now = clock.instant();
    Secret secret = newSecret(now);
    account.add(secret, value, now.plus(settings.propagation()));
    return secret;
  }

  /** Revokes one of the account's two secrets. */
  public void revoke(String apiKey, String id) {
    revoke(apiKey, apiKey, id);
  }

  /** As {@link #revoke(String, String)}, if {@code signer} is allowed to. */
  public synchronized void revoke(String signer, String apiKey, String id) {
    account(signer, apiKey).remove(id);
  }

  /** Returns the subaccounts of the primary account. */
  public List<Subaccount> subaccounts() {
    return subaccounts;
  }

  /**
   * As {@link #subaccounts()}, if {@code apiKey} has any and {@code signer} is allowed to see them.
   */
  public synchronized List<Subaccount> subaccounts(String signer, String apiKey) {
    mustManage(signer, apiKey);
    if (!apiKey.equals(primaryKey()) || subaccounts.isEmpty()) {
      throw new RefusedException(Problem.UNPROVISIONED);
    }
    return subaccounts;
  }

  /** Throws unless {@code apiKey} exists and {@code signer} may manage it. */
  synchronized void mustManage(String signer, String apiKey) {
    boolean allowed = signer.equals(apiKey) || signer.equals(primaryKey());
    if (!allowed || !exists(apiKey)) {
      throw new RefusedException(Problem.INVALID_API_KEY);
    }
  }

  private Account account(String signer, String apiKey) {
    mustManage(signer, apiKey);
    return account(apiKey);
  }

  /**
   * Returns the account. Its first secrets are created on first access: there may be 100,000
   * accounts.
   */
  private Account account(String apiKey) {
    Account account = accounts.get(apiKey);
    if (account == null) {
      throw new RefusedException(Problem.INVALID_API_KEY);
    }
    if (account.isEmpty()) {
      Instant newest = startedAt.minus(settings.age());
      if (settings.secrets() == Account.MAX_SECRETS) {
        addInitial(account, newest.minus(BETWEEN_TWO_SECRETS));
      }
      addInitial(account, newest);
    }
    return account;
  }

  private void addInitial(Account account, Instant createdAt) {
    account.add(newSecret(createdAt), randomText.secretValue(), createdAt);
  }

  private Secret newSecret(Instant createdAt) {
    return new Secret(randomText.uuid(), createdAt.truncatedTo(ChronoUnit.SECONDS));
  }

  private static String key(int number) {
    return HexFormat.of().toHexDigits(FIRST_KEY + number * KEY_STEP);
  }

  /** A request violated a rule of the API. */
  public static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    RefusedException(Problem problem) {
      super("The sandbox refused the request: " + problem + ".");
      this.problem = problem;
    }

    /** Returns the API's reply. */
    Problem problem() {
      return problem;
    }
  }
}
