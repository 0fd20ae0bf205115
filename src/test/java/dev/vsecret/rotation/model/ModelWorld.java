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
 * The truth about an account, its user's machine and everyone else who works on the account. The
 * program under test cannot know it and must not break it.
 */
final class ModelWorld {
  private final ModelAccount account;
  private final ModelDisk disk;
  private final ModelHoldings holdings;
  private final ModelUser user;
  private final RandomGenerator random;

  /** Every value that there was. */
  private final Set<SecretValue> values = new HashSet<>();

  /** The ids that someone else made, and that nobody here has taken for the account's own. */
  private final Set<String> foreign = new HashSet<>();

  /** The ids that may be gone after this step: someone revoked them, or told us to. */
  private final Set<String> givenUp = new HashSet<>();

  /** Someone else revoked the secret in the user's file; the user had another one then. */
  private boolean cutOff;

  /** The secret was printed by runs that failed, so that only an unfinished change has it. */
  private boolean onlyPrinted;

  /** Someone else revoked this one, which a hook had deployed. */
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

  /** The id of the secret that commands are given, if the account still has it. */
  Optional<String> idInUse() {
    return account.idOf(holdings.given());
  }

  /** The ids that nothing uses, as the user knows. */
  List<String> spareIds() {
    List<String> spare = new ArrayList<>(ids());
    idInUse().ifPresent(spare::remove);
    disk.deployed().flatMap(account::idOf).ifPresent(spare::remove);
    return spare;
  }

  /** The user allows {@code id} to be revoked by the next run. */
  void giveUp(String id) {
    givenUp.add(id);
  }

  /** Someone else makes a secret, if there is room. */
  String someoneElseCreates() {
    if (ids().size() > 1) {
      return "finds no room";
    }
    SecretValue value = SecretValue.of("Foreign" + random.nextInt(1_000_000_000));
    Secret secret = account.create(value);
    foreign.add(secret.id());
    user.learns(secret.id(), value);
    return "makes " + secret.id();
  }

  /**
   * Someone else revokes a secret, but never the last one that the user has; nor, {@code
   * duringRun}, the one that is being made: no check holds longer than a moment.
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
    // The journal's old secret is what a rollback is about to put back.
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
   * A run that ends a change drops the journal's copy, whatever the user has done to the others.
   */
  private List<SecretValue> heldDuringRun() {
    return user.hasSpoiled() ? holdings.inHandsDuringRun() : holdings.duringRun();
  }

  /** The user puts another secret that works back into the file, or into the environment. */
  String userPutsBack() {
    Optional<String> id = user.putsBack();
    if (id.isEmpty()) {
      return "has nothing to put back";
    }
    foreign.remove(id.get());
    cutOff = false;
    return "puts back " + id.get();
  }

  /** The user takes a secret that was delivered into use. */
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

  /** What must hold after every step. */
  void requireInvariant(Set<String> idsBefore) {
    learn();
    assertThat(holdings.all()).as("a secret that is held").anyMatch(account::works);
    if (account.works(holdings.given())) {
      cutOff = false;
    }
    boolean spoiled = user.hasSpoiled();
    boolean inHands = holdings.inHands().stream().anyMatch(account::works);
    onlyPrinted =
        !inHands && disk.journal().isPresent() && (onlyPrinted || disk.isPrintTheOnlyPlace());
    assertThat(inHands || onlyPrinted || (disk.journal().isPresent() && (cutOff || spoiled)))
        .as("a working secret saved with the user")
        .isTrue();
    if (disk.hasCredentialFile() && !cutOff && !spoiled) {
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
                    .as("what the user wrote meanwhile")
                    .isEqualTo(text));
  }

  /** What a hook has deployed is in use, whatever else failed. */
  private void requireApplicationWorks() {
    Optional<SecretValue> dead = disk.deployed().filter(value -> !account.works(value));
    assertThat(dead.isEmpty() || dead.equals(lostByApplication))
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
   * What must hold where nothing is unfinished: no secret lies about. What an output file held
   * stays beside it where the user has put something else in its place.
   */
  void requireTidy() {
    String leftover = user.hasReplacedOutput() ? ".*vsecret-new" : ".*vsecret-(new|old)";
    assertThat(disk.files()).noneMatch(file -> file.getFileName().toString().matches(leftover));
    String state = disk.stateText();
    assertThat(values).as("values in the state folder").noneMatch(v -> state.contains(v.reveal()));
  }

  /** The ids that someone else made. */
  Set<String> foreign() {
    return Set.copyOf(foreign);
  }
}
