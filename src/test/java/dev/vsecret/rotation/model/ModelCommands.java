package dev.vsecret.rotation.model;

import dev.vsecret.journal.DestinationPlan;
import dev.vsecret.journal.OldSecretFate;
import dev.vsecret.output.ChangeResult;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.rotation.ChangeContext;
import dev.vsecret.rotation.Creation;
import dev.vsecret.rotation.Revocation;
import dev.vsecret.rotation.Rotation;
import dev.vsecret.rotation.RotationOptions;
import dev.vsecret.rotation.RotationOptions.Revocable;
import dev.vsecret.rotation.RotationOptions.Task;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** The commands that a user runs, with sensible options or those of cron jobs. */
final class ModelCommands {
  static final Duration GRACE = Duration.ofHours(1);

  /** For a run that starts and prints nothing. */
  private static final DestinationPlan NOWHERE = DestinationPlan.none(OutputFormat.SECRET);

  private final Random random;
  private final ModelHabits habits;
  private final ModelDisk disk;
  private final ModelUser user;
  private final ModelWorld world;
  private final ModelRuns runs;
  private final Consumer<String> story;

  ModelCommands(
      Random random,
      ModelHabits habits,
      ModelDisk disk,
      ModelUser user,
      ModelWorld world,
      ModelRuns runs,
      Consumer<String> story) {
    this.random = random;
    this.habits = habits;
    this.disk = disk;
    this.user = user;
    this.world = world;
    this.runs = runs;
    this.story = story;
  }

  /** Rotates with random destinations and a random fate of the old secret. */
  void rotate() {
    OldSecretFate fate =
        switch (random.nextInt(5)) {
          case 0, 1 -> OldSecretFate.revokeNow();
          case 2 -> OldSecretFate.revokeAfter(GRACE);
          default -> OldSecretFate.keep();
        };
    if (random.nextBoolean()) {
      disk.breakHook();
    } else {
      disk.fixHook();
    }
    prepare(false);
    Optional<String> current = random.nextInt(8) == 0 ? world.idInUse() : Optional.empty();
    RotationOptions options =
        new RotationOptions(
            Task.ROTATE,
            current,
            revocable(),
            habits.overlap(),
            fate,
            Optional.empty(),
            ModelMachine.VERIFY_TIMEOUT,
            false);
    DestinationPlan destinations = habits.draw(random, disk, true);
    runs.run(
        "rotate" + describe(options) + describe(destinations),
        destinations,
        session -> new Rotation(session, options, destinations).run());
  }

  private static String describe(RotationOptions options) {
    OldSecretFate fate = options.oldSecretFate();
    return (!fate.revoked()
            ? ""
            : fate.grace().isZero() ? " --revoke-old" : " --grace " + fate.grace())
        + (options.revocable().oldest() ? " --revoke-oldest" : "")
        + options.revocable().id().map(id -> " --revoke-id " + id).orElse("")
        + options.currentId().map(id -> " --current-id " + id).orElse("");
  }

  private static String describe(DestinationPlan destinations) {
    return (destinations.credentialFile().isPresent() ? " --write-back" : "")
        + (destinations.outputFile().isPresent() ? " --output-file" : "")
        + (destinations.print() ? " --print" : "")
        + (destinations.hook().isPresent() ? " --deploy-hook" : "");
  }

  /** Draws which secret the user, who knows which one is in use, allows to be revoked first. */
  private Revocable revocable() {
    List<String> spare = world.spareIds();
    if (spare.size() == 1 && random.nextInt(5) == 0) {
      world.giveUp(spare.get(0));
      return new Revocable(Optional.of(spare.get(0)), false);
    }
    String oldest = world.ids().get(0);
    boolean inUse = world.idInUse().equals(Optional.of(oldest));
    if (random.nextInt(6) == 0 && (inUse || spare.contains(oldest))) {
      if (!inUse) {
        world.giveUp(oldest);
      }
      return new Revocable(Optional.empty(), true);
    }
    return Revocable.previousOnly();
  }

  /** Finishes an unfinished change, as a cron job does. */
  void finish() {
    prepare(false);
    runs.run("finish", NOWHERE, session -> rotation(Task.FINISH, session, NOWHERE).run());
  }

  /** Aborts an unfinished change. */
  void abort() {
    if (habits.hooked() || disk.isPrintTheOnlyPlace()) {
      // The application may have a different secret from the user, or no one has the new one.
      runs.disturb();
    }
    prepare(false);
    runs.run("abort", NOWHERE, session -> rotation(Task.ABORT, session, NOWHERE).run());
  }

  /** Creates a second secret. */
  void create() {
    runs.disturb();
    prepare(false);
    DestinationPlan destinations = habits.draw(random, disk, false);
    runs.run(
        "create" + describe(destinations),
        destinations,
        session ->
            new Creation(
                    session, Optional.empty(), destinations, ModelMachine.VERIFY_TIMEOUT, false)
                .run());
  }

  /** Revokes the secret that nothing uses, if there is one. */
  void revoke() {
    runs.disturb();
    prepare(false);
    List<String> spare = world.spareIds();
    if (spare.size() == 1) {
      world.giveUp(spare.get(0));
      runs.run(
          "revoke " + spare.get(0),
          NOWHERE,
          session -> new Revocation(session, spare.get(0), false).run());
    }
  }

  private void prepare(boolean thorough) {
    user.prepares(thorough).ifPresent(event -> story.accept("the user " + event));
  }

  /** Rotates without failures, with all destinations that the user has. */
  Optional<ChangeResult> rotateWithoutTrouble() {
    prepareWithoutTrouble();
    DestinationPlan destinations = habits.everywhere(disk);
    return runs.run(
        "rotate" + describe(destinations),
        destinations,
        session -> rotation(Task.ROTATE, session, destinations).run());
  }

  /** Aborts a change that cannot be finished. */
  Optional<ChangeResult> abortWithoutTrouble() {
    prepareWithoutTrouble();
    return runs.run("abort", NOWHERE, session -> rotation(Task.ABORT, session, NOWHERE).run());
  }

  private void prepareWithoutTrouble() {
    prepare(true);
    story.accept("without trouble: the user " + world.userRollsOut());
    if (world.idInUse().isEmpty()) {
      story.accept("locked out, the user " + world.userPutsBack());
    }
  }

  private static Rotation rotation(Task task, ChangeContext session, DestinationPlan destinations) {
    RotationOptions nothingNew =
        new RotationOptions(
            task,
            Optional.empty(),
            Revocable.previousOnly(),
            RotationOptions.DEFAULT_OVERLAP,
            OldSecretFate.keep(),
            Optional.empty(),
            ModelMachine.VERIFY_TIMEOUT,
            false);
    return new Rotation(session, nothingNew, destinations);
  }
}
