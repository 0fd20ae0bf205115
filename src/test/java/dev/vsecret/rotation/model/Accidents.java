package dev.vsecret.rotation.model;

import dev.vsecret.sandbox.Fault;
import dev.vsecret.sandbox.SandboxServer;
import dev.vsecret.testkit.StopRequest;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Draws random failures of a run: lost replies, crashes, signals and other people's changes. */
final class Accidents {
  private static final List<Fault> FAULTS =
      List.of(
          Fault.dropBefore(),
          Fault.dropAfter(),
          Fault.cutShort(),
          Fault.unavailable(),
          Fault.unauthorized(),
          Fault.outdatedAccount(),
          Fault.rateLimited(2));

  private static final List<String> METHODS = List.of("GET", "GET", "POST", "DELETE", "DELETE");

  /** The approximate number of moments in a run at which an event can occur. */
  private static final int LAST_MOMENT = 32;

  private final Random random;
  private final SandboxServer server;
  private final ModelWorld world;
  private final BooleanSupplier placed;
  private final Consumer<String> story;

  /** {@code placed} is whether the new secret of an unfinished change was delivered anywhere. */
  Accidents(
      Random random,
      SandboxServer server,
      ModelWorld world,
      BooleanSupplier placed,
      Consumer<String> story) {
    this.random = random;
    this.server = server;
    this.world = world;
    this.placed = placed;
    this.story = story;
  }

  /** Prepares up to three faults of the server, in three runs of ten. */
  void prepareFaults() {
    for (int faults = random.nextInt(10) - 6; faults > 0; faults--) {
      String method = METHODS.get(random.nextInt(METHODS.size()));
      int number = 1 + random.nextInt(method.equals("GET") ? 3 : 2);
      int fault = random.nextInt(FAULTS.size());
      server.faults().nth(number, method, FAULTS.get(fault));
      story.accept("fault " + fault + " at " + method + " " + number);
    }
  }

  /** Returns standard output, which fails in one of eight runs. */
  ModelOutput output(Trouble trouble) {
    int good = random.nextInt(16);
    return new ModelOutput(trouble, good < 2 ? good : ModelOutput.ALL);
  }

  /** Returns the events of a run without other people: in half of the runs a crash. */
  Trouble drawAlone(StopRequest stop) {
    return switch (random.nextInt(10)) {
      case 0, 1, 2, 3, 4 -> atSomeMoment(Accidents::die);
      case 5 -> atSomeMoment(stop::request);
      default -> Trouble.none();
    };
  }

  private static void die() {
    throw new Trouble.Crash();
  }

  /** Returns the events of a run; {@code othersMeddle} runs if other people change something. */
  Trouble draw(StopRequest stop, Runnable othersMeddle) {
    return switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> atSomeMoment(Accidents::die);
      case 4 ->
          atSomeMoment(
              () -> {
                othersMeddle.run();
                story.accept("  during the run, someone else " + world.someoneElseCreates());
              });
      case 5 ->
          atSomeMoment(
              () -> {
                othersMeddle.run();
                story.accept("  during the run, someone else " + world.someoneElseRevokes(true));
              });
      case 6 -> atSomeMoment(stop::request);
      default -> Trouble.none();
    };
  }

  /** Often at the critical moments: the new secret is delivered, the old one may be revoked. */
  private Trouble atSomeMoment(Runnable event) {
    return random.nextInt(3) == 0
        ? Trouble.since(placed, 1 + random.nextInt(4), event)
        : Trouble.at(1 + random.nextInt(LAST_MOMENT), event);
  }
}
