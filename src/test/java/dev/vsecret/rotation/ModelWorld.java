package dev.vsecret.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.Accounts;
import dev.vsecret.sandbox.SandboxServer;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What is true about an account, its user's machine and whoever else works on the account: what the
 * program under test cannot know, and must not break.
 */
final class ModelWorld {
  private final SandboxServer server;
  private final ModelDisk disk;
  private final RandomGenerator random;

  /** The values that users have had in their hands, by id. */
  private final Map<String, SecretValue> handled = new HashMap<>();

  /** Every value that there was. */
  private final Set<SecretValue> values = new HashSet<>();

  /** The ids that someone else made, and that nobody here has taken for the account's own. */
  private final Set<String> foreign = new HashSet<>();

  /** The ids that may be gone after this step: someone revoked them, or told us to. */
  private final Set<String> givenUp = new HashSet<>();

  /** Someone else revoked the secret in the user's file; another one was at hand then. */
  private boolean cutOff;

  /** What the user wrote into the file while a change was unfinished. */
  private record Edit(String text, SecretValue secret) {}

  private Optional<Edit> edited = Optional.empty();

  ModelWorld(SandboxServer server, ModelDisk disk, RandomGenerator random) {
    this.server = server;
    this.disk = disk;
    this.random = random;
    learn();
  }

  private Accounts accounts() {
    return server.accounts();
  }

  /** The account's secrets, oldest first. */
  List<Secret> secrets() {
    return accounts().list(server.apiKey()).stream()
        .sorted(Comparator.comparing(Secret::createdAt))
        .toList();
  }

  List<String> ids() {
    return secrets().stream().map(Secret::id).toList();
  }

  boolean works(SecretValue value) {
    return accounts().accepts(server.apiKey(), value);
  }

  Optional<String> idOf(SecretValue value) {
    return accounts().idOf(server.apiKey(), value);
  }

  /** The id of the secret that commands are given, if the account still has it. */
  Optional<String> idInUse() {
    return idOf(disk.given());
  }

  /** The ids but for the one in use. */
  List<String> otherIds() {
    List<String> others = new ArrayList<>(ids());
    idInUse().ifPresent(others::remove);
    return others;
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
    Secret secret = accounts().create(server.apiKey(), value);
    foreign.add(secret.id());
    handled.put(secret.id(), value);
    return "makes " + secret.id();
  }

  /**
   * Someone else revokes a secret, but never the last one that the user has at hand; nor, {@code
   * duringRun}, the one that is being made: no check holds longer than a moment.
   */
  String someoneElseRevokes(boolean duringRun) {
    List<String> candidates = new ArrayList<>(ids());
    candidates.removeIf(
        id -> atHand().stream().allMatch(value -> !works(value) || isOf(value, id)));
    if (duringRun) {
      disk.newSecret().flatMap(this::idOf).ifPresent(candidates::remove);
    }
    if (candidates.isEmpty()) {
      return "finds nothing to revoke";
    }
    String id = candidates.get(random.nextInt(candidates.size()));
    // The journal's old secret is what a rollback is about to put back.
    cutOff |=
        isOf(disk.given(), id) || disk.journaled().stream().anyMatch(value -> isOf(value, id));
    accounts().revoke(server.apiKey(), id);
    givenUp.add(id);
    return "revokes " + id;
  }

  /** The user puts another secret that works back into the file, or into the environment. */
  String userPutsBack() {
    SecretValue given = disk.given();
    for (Map.Entry<String, SecretValue> known : handled.entrySet()) {
      if (works(known.getValue()) && !known.getValue().equals(given)) {
        disk.put(known.getValue());
        foreign.remove(known.getKey());
        cutOff = false;
        rememberEdit();
        return "puts back " + known.getKey();
      }
    }
    return "has nothing to put back";
  }

  /** The user edits something else in the file. */
  void userTouchesFile() {
    disk.touch();
    rememberEdit();
  }

  private void rememberEdit() {
    boolean delivered = disk.newSecret().equals(Optional.of(disk.given()));
    if (disk.hasCredentialFile() && disk.journal().isPresent()) {
      edited =
          delivered ? Optional.empty() : Optional.of(new Edit(disk.credentialText(), disk.given()));
    }
  }

  /** The user takes the secret from the output file into use, once nothing is unfinished. */
  String userRollsOut() {
    Optional<SecretValue> output = disk.output();
    if (disk.hasCredentialFile()
        || disk.phase().filter(phase -> phase != Phase.DELIVERED).isPresent()
        || output.filter(this::works).isEmpty()) {
      return "has nothing to roll out";
    }
    disk.put(output.get());
    cutOff = false;
    return "rolls out " + idOf(output.get()).orElseThrow();
  }

  /** The values that are on the user's disk or in the user's environment. */
  private List<SecretValue> atHand() {
    List<SecretValue> atHand = new ArrayList<>(List.of(disk.given()));
    disk.output().ifPresent(atHand::add);
    atHand.addAll(disk.journaled());
    return atHand;
  }

  private boolean isOf(SecretValue value, String id) {
    return idOf(value).equals(Optional.of(id));
  }

  private void learn() {
    values.addAll(atHand());
    SecretValue given = disk.given();
    idOf(given).ifPresent(id -> handled.put(id, given));
    Optional<SecretValue> output = disk.output();
    output.ifPresent(value -> idOf(value).ifPresent(id -> handled.put(id, value)));
  }

  /** What must hold after every step. */
  void requireInvariant(Set<String> idsBefore) {
    learn();
    boolean unfinished = disk.journal().isPresent();
    assertThat(atHand()).as("secrets at hand").anyMatch(this::works);
    if (works(disk.given())) {
      cutOff = false;
    }
    // A secret from the environment cannot be replaced there: its successor is in a file.
    boolean ownHands = works(disk.given()) || disk.output().filter(this::works).isPresent();
    assertThat(ownHands || (cutOff && unfinished)).as("a secret in the user's hands").isTrue();
    if (disk.hasCredentialFile() && !cutOff) {
      assertThat(works(disk.given())).as("the secret in the user's file works").isTrue();
    }
    Set<String> gone = new HashSet<>(idsBefore);
    ids().forEach(gone::remove);
    gone.retainAll(foreign);
    gone.removeAll(givenUp);
    assertThat(gone).as("someone else's secrets that we revoked").isEmpty();
    givenUp.clear();
    // What is dead may give way to what works.
    edited = edited.filter(edit -> works(edit.secret()));
    edited.ifPresent(
        edit ->
            assertThat(disk.credentialText())
                .as("what the user wrote meanwhile")
                .isEqualTo(edit.text()));
    if (!unfinished) {
      edited = Optional.empty();
    }
  }

  /** What must hold where nothing is unfinished: no secret lies about. */
  void requireTidy() {
    assertThat(disk.files())
        .noneMatch(file -> file.getFileName().toString().matches(".*vsecret-(new|old)"));
    String state = disk.stateText();
    assertThat(values).as("values in the state folder").noneMatch(v -> state.contains(v.reveal()));
  }

  /** The ids that someone else made. */
  Set<String> foreign() {
    return Set.copyOf(foreign);
  }
}
