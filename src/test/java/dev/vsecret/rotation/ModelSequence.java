package dev.vsecret.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.api.ApiException;
import dev.vsecret.output.Change;
import dev.vsecret.rotation.RotationOptions.Room;
import dev.vsecret.sandbox.SandboxServer;
import dev.vsecret.sandbox.SandboxSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** One random history of an account: runs, deaths, lost replies, other people, and time. */
final class ModelSequence implements AutoCloseable {
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofMinutes(10),
          Duration.ofHours(2),
          Duration.ofDays(2),
          Duration.ofDays(90));

  private static final List<Duration> SKEWS =
      List.of(
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ofSeconds(-30),
          Duration.ofMinutes(10),
          Duration.ofHours(-3));

  private static final Duration GRACE = Duration.ofHours(1);

  private final Random random;
  private final Duration propagation;
  private final VirtualTime time = new VirtualTime();
  private final SandboxServer server;
  private final ModelDisk disk;
  private final ModelMachine machine;
  private final ModelWorld world;
  private final Accidents accidents;
  private final List<String> story = new ArrayList<>();

  /**
   * Whether nobody else comes near the account, and its user only rotates: half of all histories.
   */
  private final boolean alone;

  /** Whether all that happened was rotations, time and accidents: no other hand, no other wish. */
  private boolean undisturbed = true;

  private boolean peace;

  ModelSequence(long seed, Path folder) throws IOException {
    random = new Random(seed);
    alone = random.nextBoolean();
    propagation = random.nextInt(3) > 0 ? Duration.ZERO : Duration.ofSeconds(random.nextInt(90));
    SandboxSettings settings = SandboxSettings.defaults().withPropagation(propagation);
    server = SandboxServer.start(settings, time.clock(Duration.ZERO), random);
    Duration localSkew = oneOf(SKEWS);
    Duration serverSkew = oneOf(SKEWS);
    boolean credentialFile = random.nextInt(3) > 0;
    disk = new ModelDisk(folder, server.apiKey(), server.apiSecret(), credentialFile);
    machine = new ModelMachine(disk, server, time, random, localSkew, serverSkew);
    world = new ModelWorld(server, disk, random);
    accidents = new Accidents(random, server, world, story::add);
    story.add(
        "%s; propagation %s, this machine's clock %s, the server's Date %s"
            .formatted(
                credentialFile ? "credential file" : "environment",
                propagation,
                localSkew,
                serverSkew));
  }

  /** What has happened, a line an event. */
  String story() {
    return String.join("\n", story);
  }

  void play() {
    int steps = 3 + random.nextInt(12);
    for (int i = 0; i < steps; i++) {
      Set<String> idsBefore = new HashSet<>(world.ids());
      step();
      world.requireInvariant(idsBefore);
    }
    settle();
  }

  private void step() {
    int choice = random.nextInt(100);
    if (alone) {
      stepAlone(choice);
    } else if (choice < 8 && disk.journal().isPresent()) {
      undisturbed = false;
      story.add("the user " + world.userPutsBack());
    } else if (choice < 45) {
      rotate();
    } else if (choice < 52) {
      run("finish", session -> rotation(session).finish());
    } else if (choice < 57) {
      run("abort", session -> rotation(session).abort());
    } else if (choice < 61) {
      undisturbed = false;
      DestinationPlan destinations = machine.destinations(random.nextBoolean(), Optional.empty());
      run(
          "create",
          session ->
              new Creation(
                      session, Optional.empty(), destinations, ModelMachine.VERIFY_TIMEOUT, false)
                  .run());
    } else if (choice < 65) {
      revoke();
    } else if (choice < 71) {
      undisturbed = false;
      story.add("someone else " + world.someoneElseCreates());
    } else if (choice < 76) {
      undisturbed = false;
      story.add("someone else " + world.someoneElseRevokes(false));
    } else if (choice < 81) {
      undisturbed = false;
      story.add("the user " + world.userPutsBack());
    } else if (choice < 84) {
      story.add("the user edits another line of the file");
      world.userTouchesFile();
    } else if (choice < 90) {
      story.add("the user " + world.userRollsOut());
    } else {
      pass(oneOf(PAUSES));
    }
  }

  private void stepAlone(int choice) {
    if (choice < 60) {
      rotate();
    } else if (choice < 70) {
      run("finish", session -> rotation(session).finish());
    } else if (choice < 75) {
      run("abort", session -> rotation(session).abort());
    } else if (choice < 85) {
      story.add("the user " + world.userRollsOut());
    } else {
      pass(oneOf(PAUSES));
    }
  }

  private void pass(Duration pause) {
    story.add(pause + " pass");
    time.sleep(pause);
  }

  private void rotate() {
    OldSecretFate fate =
        switch (random.nextInt(4)) {
          case 0 -> OldSecretFate.revokeNow();
          case 1 -> OldSecretFate.revokeAfter(GRACE);
          default -> OldSecretFate.keep();
        };
    Optional<String> hook = random.nextInt(5) == 0 ? Optional.of(disk.hook()) : Optional.empty();
    if (random.nextBoolean()) {
      disk.breakHook();
    } else {
      disk.mendHook();
    }
    Optional<String> current = random.nextInt(8) == 0 ? world.idInUse() : Optional.empty();
    RotationOptions options =
        new RotationOptions(
            current, room(), fate, Optional.empty(), ModelMachine.VERIFY_TIMEOUT, false);
    DestinationPlan destinations = machine.destinations(random.nextInt(4) == 0, hook);
    run(
        "rotate %s %s %s %s".formatted(fate, options.room(), current, hook),
        session -> new Rotation(session, options, destinations).run());
  }

  /** What the user, who knows which secret is in use, may allow to make room. */
  private Room room() {
    List<String> others = world.otherIds();
    if (others.size() == 1 && random.nextInt(5) == 0) {
      world.giveUp(others.get(0));
      return new Room(Optional.of(others.get(0)), false);
    }
    if (random.nextInt(6) == 0) {
      if (!world.idInUse().equals(Optional.of(world.ids().get(0)))) {
        world.giveUp(world.ids().get(0));
      }
      return new Room(Optional.empty(), true);
    }
    return Room.predecessor();
  }

  private void revoke() {
    undisturbed = false;
    List<String> others = world.otherIds();
    if (others.size() == 1) {
      world.giveUp(others.get(0));
      run(
          "revoke " + others.get(0),
          session -> new SecretRevocation(session, others.get(0), false).run());
    }
  }

  private static RotationOptions plainly() {
    return RotationOptions.forRecovery(ModelMachine.VERIFY_TIMEOUT, false);
  }

  /** Runs a command, with whatever trouble comes. */
  private Optional<Change> run(String what, ModelMachine.Command command) {
    StopRequest stop = new StopRequest();
    Trouble trouble = Trouble.none();
    if (!peace) {
      accidents.prepareFaults();
      trouble = alone ? accidents.drawAlone(stop) : accidents.draw(stop, () -> undisturbed = false);
    }
    Set<String> idsBefore = new HashSet<>(world.ids());
    String fileBefore = disk.credentialText();
    story.add(what);
    try {
      Change change = machine.run(command, trouble, stop);
      story.add("  ends with " + change + ", leaving " + world.ids());
      return Optional.of(change);
    } catch (RotationException e) {
      story.add("  ends with " + e.kind() + ": " + e.getMessage() + " Left: " + world.ids());
      switch (e.kind()) {
        case REFUSED, DECLINED, STATE_UNUSABLE, BUSY -> requireUnchanged(idsBefore, fileBefore);
        case NOT_ACCEPTED, NOT_DELIVERED -> assertThat(disk.journal()).isEmpty();
        case OLD_STILL_ALIVE -> assertThat(disk.journal()).isPresent();
        case INTERRUPTED, HALF_WAY, ROOM_MADE -> {}
      }
    } catch (ApiException e) {
      story.add("  ends with " + e.kind() + ": " + e.getMessage() + " Left: " + world.ids());
      requireUnchanged(idsBefore, fileBefore);
    } catch (Trouble.Death e) {
      story.add("  dies, leaving " + world.ids() + " and the journal " + disk.phase());
    } finally {
      server.faults().clear();
      // A stop interrupts the thread of a run, which has ended now.
      Thread.interrupted();
    }
    return Optional.empty();
  }

  /** A run that says "nothing was changed" may still have made room, as it announced. */
  private void requireUnchanged(Set<String> idsBefore, String fileBefore) {
    List<String> fresh = new ArrayList<>(world.ids());
    fresh.removeAll(idsBefore);
    assertThat(world.foreign()).as("new secrets that someone else made").containsAll(fresh);
    assertThat(disk.credentialText()).isEqualTo(fileBefore);
  }

  /** With no more trouble, all must come to an end. */
  private void settle() {
    peace = true;
    disk.mendHook();
    for (int i = 0; i < 3 && disk.journal().isPresent(); i++) {
      time.sleep(GRACE.multipliedBy(2));
      runInPeace("rotate", session -> rotation(session).run());
    }
    if (disk.journal().isPresent()) {
      assertThat(undisturbed).as("needs help").isFalse();
      runInPeace("abort", session -> rotation(session).abort());
    }
    assertThat(disk.journal()).as("an unfinished change").isEmpty();
    // The last of ever longer pauses comes long before the time limit.
    boolean acceptedInTime = propagation.compareTo(ModelMachine.VERIFY_TIMEOUT.dividedBy(2)) <= 0;
    if (undisturbed && acceptedInTime) {
      time.sleep(Duration.ofDays(90));
      Optional<Change> change = runInPeace("rotate", session -> rotation(session).run());
      assertThat(change.map(Change::status)).contains(Change.Status.ROTATED);
    }
    world.requireTidy();
  }

  private Optional<Change> runInPeace(String what, ModelMachine.Command command) {
    story.add("in peace: the user " + world.userRollsOut());
    if (!world.works(disk.given())) {
      story.add("locked out by someone else, the user " + world.userPutsBack());
    }
    Set<String> idsBefore = new HashSet<>(world.ids());
    Optional<Change> change = run(what, command);
    world.requireInvariant(idsBefore);
    return change;
  }

  private Rotation rotation(AccountSession session) {
    return new Rotation(session, plainly(), machine.destinations(false, Optional.empty()));
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  @Override
  public void close() {
    machine.close();
    server.close();
  }
}
