package dev.vsecret.rotation.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.output.ChangeResult;
import dev.vsecret.sandbox.SandboxServer;
import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.FakeClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** One random history of an account: runs, crashes, lost replies, other people and time. */
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

  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final Random random;
  private final Duration propagation;
  private final FakeClock time = new FakeClock();
  private final SandboxServer server;
  private final ModelDisk disk;
  private final ModelMachine machine;
  private final ModelUser user;
  private final ModelWorld world;
  private final ModelRuns runs;
  private final ModelCommands commands;
  private final List<String> story = new ArrayList<>();

  /**
   * Whether no one else uses the account, and its user only rotates or damages files: true in half
   * of all histories.
   */
  private final boolean alone;

  ModelSequence(long seed, Path folder) throws IOException {
    random = new Random(seed);
    alone = random.nextBoolean();
    propagation = random.nextInt(3) > 0 ? Duration.ZERO : Duration.ofSeconds(random.nextInt(90));
    SandboxSettings settings = SandboxSettings.defaults().withPropagation(propagation);
    server = SandboxServer.start(settings, time, random);
    Duration localSkew = oneOf(SKEWS);
    Duration serverSkew = oneOf(SKEWS);
    ModelHabits habits = ModelHabits.draw(random);
    disk = new ModelDisk(folder, server.apiKey(), habits);
    machine = new ModelMachine(disk.state(), server, time, random, localSkew, serverSkew);
    ModelAccount account = new ModelAccount(server);
    ModelHoldings holdings = new ModelHoldings(disk, account, server.apiSecret());
    user = new ModelUser(disk, account, holdings, random);
    world = new ModelWorld(account, disk, holdings, user, random);
    Accidents accidents =
        new Accidents(
            random, server, world, () -> disk.isPlaced() || disk.isDelivered(), story::add);
    runs = new ModelRuns(server, disk, machine, holdings, world, accidents, alone, story::add);
    commands = new ModelCommands(random, habits, disk, user, world, runs, story::add);
    story.add(
        "%s; propagation %s, this machine's clock %s, the server's Date %s"
            .formatted(habits, propagation, localSkew, serverSkew));
  }

  /** The events, one per line; ids are shown as A, B, C in order of appearance. */
  String story() {
    String text = String.join("\n", story);
    List<String> ids = ID.matcher(text).results().map(MatchResult::group).distinct().toList();
    for (int i = 0; i < ids.size(); i++) {
      text = text.replace(ids.get(i), Character.toString('A' + i));
    }
    return text;
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
    if (disk.journal().isPresent() && random.nextInt(disk.isPlaced() ? 2 : 8) == 0) {
      disturb("the user " + (choice < 30 && !alone ? world.userPutsBack() : user.damages()));
    } else if (alone) {
      stepAlone(choice);
    } else if (choice < 45) {
      commands.rotate();
    } else if (choice < 52) {
      commands.finish();
    } else if (choice < 57) {
      commands.abort();
    } else if (choice < 61) {
      commands.create();
    } else if (choice < 65) {
      commands.revoke();
    } else if (choice < 71) {
      disturb("someone else " + world.someoneElseCreates());
    } else if (choice < 76) {
      disturb("someone else " + world.someoneElseRevokes(false));
    } else if (choice < 81) {
      disturb("the user " + world.userPutsBack());
    } else if (choice < 84) {
      story.add("the user edits another line of the file");
      user.touches();
    } else if (choice < 90) {
      story.add("the user " + world.userRollsOut());
    } else {
      pass(oneOf(PAUSES));
    }
  }

  private void stepAlone(int choice) {
    if (choice < 60) {
      commands.rotate();
    } else if (choice < 70) {
      commands.finish();
    } else if (choice < 75) {
      commands.abort();
    } else if (choice < 85) {
      story.add("the user " + world.userRollsOut());
    } else {
      pass(oneOf(PAUSES));
    }
  }

  private void disturb(String event) {
    runs.disturb();
    story.add(event);
  }

  private void pass(Duration pause) {
    story.add(pause + " pass");
    time.advance(pause);
  }

  /** Checks that every change completes once there are no more failures. */
  private void settle() {
    runs.endTrouble();
    disk.fixHook();
    for (int i = 0; i < 3 && disk.journal().isPresent(); i++) {
      time.advance(ModelCommands.GRACE.multipliedBy(2));
      withoutTrouble(commands::rotateWithoutTrouble);
    }
    if (disk.journal().isPresent()) {
      assertThat(runs.undisturbed()).as("needs help").isFalse();
      withoutTrouble(commands::abortWithoutTrouble);
    }
    assertThat(disk.journal()).as("an unfinished change").isEmpty();
    // The last of the growing pauses starts long before the time limit.
    boolean acceptedInTime = propagation.compareTo(ModelMachine.VERIFY_TIMEOUT.dividedBy(2)) <= 0;
    if (runs.undisturbed() && acceptedInTime) {
      time.advance(Duration.ofDays(90));
      assertThat(withoutTrouble(commands::rotateWithoutTrouble).map(ChangeResult::status))
          .contains(ChangeResult.Status.ROTATED);
    }
    world.requireTidy();
  }

  private Optional<ChangeResult> withoutTrouble(Supplier<Optional<ChangeResult>> command) {
    Set<String> idsBefore = new HashSet<>(world.ids());
    Optional<ChangeResult> change = command.get();
    world.requireInvariant(idsBefore);
    return change;
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
