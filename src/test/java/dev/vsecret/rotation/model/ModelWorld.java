package dev.vsecret.rotation.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The true state of an account, its user's machine and other people who use the account. The
 * program under test cannot observe it and must keep its invariants.
 */
final class ModelWorld {
  private final ModelAccount account;
  private final ModelDisk disk;
  private final ModelHoldings holdings;
  private final ModelUser user;
  private final RandomGenerator random;

  /** All values that ever existed. */
  private final Set<SecretValue> values = new HashSet<>();

  /** The ids that someone else created, except those that this user has adopted. */
  private final Set<String> foreign = new HashSet<>();

  /** The ids that may be gone after this step: someone revoked them or allowed it. */
  private final Set<String> givenUp = new HashSet<>();

  /** Whether someone else revoked the secret in the user's file while the user had another one. */
  private boolean cutOff;

  /** Whether only failed runs printed the secret, so that only an unfinished change has it. */
  private boolean onlyPrinted;

  /** The secret that a hook had deployed and someone else revoked. */
  private Optional<SecretValue> lostByApplication = Optional.empty();

  ModelWorld(
      ModelAccount account,
      ModelDisk disk,
      ModelHoldings holdings,
      ModelUser user,
      RandomGenerator random) {
    this.account = account;
    this.disk = disk;
    this.holdings = holdings;
    this.user = user;
    this.random = random;
    learn();
  }

  List<String> ids() {
    return account.ids();
  }

  /** The id of the secret that commands receive, if the account still has it. */
  Optional<String> idInUse() {
    return account.idOf(holdings.given());
  }

  /** The ids that, as the user knows, are not in use. */
  List<String> spareIds() {
    List<String> spare = new ArrayList<>(ids());
    idInUse().ifPresent(spare::remove);
    disk.deployed().flatMap(account::idOf).ifPresent(spare::remove);
    return spare;
  }

  /** Allows the next run to revoke {@code id}. */
  void giveUp(String id) {
    givenUp.add(id);
  }

  /** Creates a secret as someone else, if the account has fewer than two. */
  String someoneElseCreates() {
    if (ids().size() > 1) {
      return "finds no room";
    }
    SecretValue value = SecretValue.of("Foreign" + random.nextInt(1_000_000_000));
    Secret secret = account.create(value);
    foreign.add(secret.id());
    user.learns(secret.id(), value);
    return "creates " + secret.id();
  }

  /**
   * Revokes a secret as someone else, but never the user's last one nor, {@code duringRun}, the one
   * being created: the result of a check may be outdated immediately.
   */
  String someoneElseRevokes(boolean duringRun) {
    List<String> candidates = new ArrayList<>(ids());
    List<SecretValue> held = duringRun ? heldDuringRun() : holdings.all();
    candidates.removeIf(
        id -> held.stream().allMatch(value -> !account.works(value) || account.isOf(value, id)));
    if (duringRun) {
      disk.newSecret().flatMap(account::idOf).ifPresent(candidates::remove);
    }
    if (candidates.isEmpty()) {
      return "finds nothing to revoke";
    }
    String id = candidates.get(random.nextInt(candidates.size()));
    // A rollback is about to restore the journal's old secret.
    cutOff |=
        account.isOf(holdings.given(), id)
            || disk.journaled().stream().anyMatch(value -> account.isOf(value, id));
    if (disk.deployed().filter(value -> account.isOf(value, id)).isPresent()) {
      lostByApplication = disk.deployed();
    }
    account.revoke(id);
    givenUp.add(id);
    return "revokes " + id;
  }

  /**
   * A run that ends a change deletes the journal's copy, whatever the user has done to the others.
   */
  private List<SecretValue> heldDuringRun() {
    return user.hasDamaged() ? holdings.savedDuringRun() : holdings.duringRun();
  }

  /** Restores another working secret to the file or the environment, as the user does. */
  String userPutsBack() {
    Optional<String> id = user.putsBack();
    if (id.isEmpty()) {
      return "has nothing to put back";
    }
    foreign.remove(id.get());
    cutOff = false;
    return "restores " + id.get();
  }

  /** Starts using a delivered secret, as the user does. */
  String userRollsOut() {
    Optional<String> id = user.rollsOut();
    if (id.isEmpty()) {
      return "has nothing to roll out";
    }
    cutOff = false;
    return "rolls out " + id.get();
  }

  private void learn() {
    values.addAll(holdings.all());
    user.looks();
  }

  /** Checks the invariants after every step. */
  void requireInvariant(Set<String> idsBefore) {
    learn();
    assertThat(holdings.all()).as("a secret that is held").anyMatch(account::works);
    if (account.works(holdings.given())) {
      cutOff = false;
    }
    boolean damaged = user.hasDamaged();
    boolean saved = holdings.saved().stream().anyMatch(account::works);
    onlyPrinted =
        !saved && disk.journal().isPresent() && (onlyPrinted || disk.isPrintTheOnlyPlace());
    assertThat(saved || onlyPrinted || (disk.journal().isPresent() && (cutOff || damaged)))
        .as("a working secret saved for the user")
        .isTrue();
    if (disk.hasCredentialFile() && !cutOff && !damaged) {
      assertThat(account.works(holdings.given()))
          .as("the secret in the user's file works")
          .isTrue();
    }
    requireApplicationWorks();
    requireForeignKept(idsBefore);
    user.standingEdit()
        .ifPresent(
            text ->
                assertThat(disk.credentialText())
                    .as("what the user wrote during the change")
                    .isEqualTo(text));
  }

  /** Checks that a deployed secret works, whatever else failed. */
  private void requireApplicationWorks() {
    Optional<SecretValue> revoked = disk.deployed().filter(value -> !account.works(value));
    assertThat(revoked.isEmpty() || revoked.equals(lostByApplication))
        .as("the secret that a hook has deployed works")
        .isTrue();
  }

  private void requireForeignKept(Set<String> idsBefore) {
    Set<String> gone = new HashSet<>(idsBefore);
    ids().forEach(gone::remove);
    gone.retainAll(foreign);
    gone.removeAll(givenUp);
    assertThat(gone).as("someone else's secrets that we revoked").isEmpty();
    givenUp.clear();
  }

  /**
   * Checks the invariants when no change is unfinished: no secret is left in other files. The
   * backup of an output file is kept if the user has replaced the file.
   */
  void requireTidy() {
    String leftover = user.hasReplacedOutput() ? ".*vsecret-new" : ".*vsecret-(new|old)";
    assertThat(disk.files()).noneMatch(file -> file.getFileName().toString().matches(leftover));
    String state = disk.stateText();
    assertThat(values).as("values in the state folder").noneMatch(v -> state.contains(v.reveal()));
  }

  /** The ids that someone else created. */
  Set<String> foreign() {
    return Set.copyOf(foreign);
  }
}
