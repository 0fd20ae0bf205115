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
 * A primary account, its subaccounts and all their secrets, with the rules of the API and nothing
 * of HTTP. The primary manages every account, a subaccount only itself, suspended or not.
 * Thread-safe. What a rule forbids throws {@link RefusedException}; an unknown key given to a
 * method that takes no signer does too.
 */
public final class Accounts {
  private static final int FIRST_KEY = 0x5a4db0c5;

  /** An odd step visits every 32-bit number once, so all keys are distinct and look random. */
  private static final int KEY_STEP = 0x9e3779b1;

  private static final Duration BETWEEN_TWO_SECRETS = Duration.ofDays(90);
  private static final Duration AGE_OF_SUBACCOUNTS = Duration.ofDays(400);

  private final SandboxSettings.Contents settings;
  private final Clock clock;
  private final RandomText randomText;
  private final Instant startedAt;
  private final Map<String, Account> accounts = new LinkedHashMap<>();
  private final List<Subaccount> subaccounts;

  /** The accounts that {@code allSettings} ask for, as of now by {@code clock}. */
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

  /** The key of the primary account, the same in every sandbox. */
  public String primaryKey() {
    return key(0);
  }

  /** Whether there is an account of this key. */
  public synchronized boolean exists(String apiKey) {
    return accounts.containsKey(apiKey);
  }

  /** Whether a request signed with this key and secret would be accepted at this moment. */
  public synchronized boolean accepts(String apiKey, SecretValue value) {
    return exists(apiKey) && account(apiKey).accepts(value, clock.instant());
  }

  /** The id of the secret with this value, accepted yet or not; empty where there is none. */
  public synchronized Optional<String> idOf(String apiKey, SecretValue value) {
    return exists(apiKey) ? account(apiKey).idOf(value) : Optional.empty();
  }

  /** The value of the account's newest secret, which no API would ever tell. */
  public synchronized SecretValue newestSecret(String apiKey) {
    return account(apiKey).newestValue();
  }

  /** The account's secrets, newest first. */
  public synchronized List<Secret> list(String apiKey) {
    return account(apiKey).secrets();
  }

  /** As {@link #list(String)}, if {@code signer} may. */
  public synchronized List<Secret> list(String signer, String apiKey) {
    return account(signer, apiKey).secrets();
  }

  /** The secret of that id, if {@code signer} may see it. */
  public synchronized Secret get(String signer, String apiKey, String id) {
    return account(signer, apiKey).secret(id);
  }

  /** Gives the account a second secret. */
  public Secret create(String apiKey, SecretValue value) {
    return create(apiKey, apiKey, value);
  }

  /** As {@link #create(String, SecretValue)}, if {@code signer} may. */
  public synchronized Secret create(String signer, String apiKey, SecretValue value) {
    Account account = account(signer, apiKey);
    Instant now = clock.instant();
    Secret secret = newSecret(now);
    account.add(secret, value, now.plus(settings.propagation()));
    return secret;
  }

  /** Takes one of its two secrets from the account; it is refused from then on. */
  public void revoke(String apiKey, String id) {
    revoke(apiKey, apiKey, id);
  }

  /** As {@link #revoke(String, String)}, if {@code signer} may. */
  public synchronized void revoke(String signer, String apiKey, String id) {
    account(signer, apiKey).remove(id);
  }

  /** The subaccounts of the primary account; a subaccount has none. */
  public List<Subaccount> subaccounts() {
    return subaccounts;
  }

  /** As {@link #subaccounts()}, if {@code apiKey} has any and {@code signer} may see them. */
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

  /** The account, with its first secrets made when it is first asked for: there may be 100,000. */
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

  /** {@link Accounts} refused a request by one of the rules of the API. */
  public static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    RefusedException(Problem problem) {
      super("The sandbox refused the request: " + problem + ".");
      this.problem = problem;
    }

    /** What the API replies. */
    Problem problem() {
      return problem;
    }
  }
}
