package dev.vsecret.rotation.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.api.ApiException;
import dev.vsecret.delivery.DestinationCheck;
import dev.vsecret.journal.DestinationPlan;
import dev.vsecret.output.ChangeResult;
import dev.vsecret.rotation.RotationException;
import dev.vsecret.sandbox.SandboxServer;
import dev.vsecret.secret.InvalidInputException;
import dev.vsecret.testkit.StopRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Runs commands with random failures, and checks that their results are correct. */
final class ModelRuns {
  private final SandboxServer server;
  private final ModelDisk disk;
  private final ModelMachine machine;
  private final ModelHoldings holdings;
  private final ModelWorld world;
  private final Accidents accidents;
  private final Consumer<String> story;

  /** Whether no one else uses the account. */
  private final boolean alone;

  private boolean undisturbed = true;
  private boolean troubleFree;

  ModelRuns(
      SandboxServer server,
      ModelDisk disk,
      ModelMachine machine,
      ModelHoldings holdings,
      ModelWorld world,
      Accidents accidents,
      boolean alone,
      Consumer<String> story) {
    this.server = server;
    this.disk = disk;
    this.machine = machine;
    this.holdings = holdings;
    this.world = world;
    this.accidents = accidents;
    this.alone = alone;
    this.story = story;
  }

  /** Whether only rotations, time and failures occurred, without other people or commands. */
  boolean undisturbed() {
    return undisturbed;
  }

  /** Records another event. */
  void disturb() {
    undisturbed = false;
  }

  /** Ends all failures. */
  void endTrouble() {
    troubleFree = true;
  }

  /** Runs a command with the destinations {@code destinations}. */
  Optional<ChangeResult> run(
      String what, DestinationPlan destinations, ModelMachine.Command command) {
    StopRequest stop = new StopRequest();
    Trouble trouble = Trouble.none();
    ModelOutput output = new ModelOutput(trouble, ModelOutput.ALL);
    if (!troubleFree) {
      accidents.prepareFaults();
      trouble = alone ? accidents.drawAlone(stop) : accidents.draw(stop, this::disturb);
      output = accidents.output(trouble);
    }
    story.accept(what);
    Optional<ChangeResult> change = Optional.empty();
    Set<String> idsBefore = new HashSet<>(world.ids());
    String fileBefore = disk.credentialText();
    try {
      DestinationCheck.requireUsable(destinations);
      change = Optional.of(machine.run(command, holdings.given(), output, trouble, stop));
      story.accept("  ends with " + change.get().status());
    } catch (RotationException e) {
      story.accept("  ends with " + e.kind() + ": " + e.getMessage());
      switch (e.kind()) {
        case REFUSED, DECLINED, STATE_UNUSABLE, BUSY -> requireUnchanged(idsBefore, fileBefore);
        case NOT_ACCEPTED, NOT_DELIVERED -> assertThat(disk.journal()).isEmpty();
        case OLD_STILL_ALIVE -> assertThat(disk.journal()).isPresent();
        case INTERRUPTED, HALF_WAY, SECRET_REVOKED -> {}
      }
    } catch (ApiException e) {
      story.accept("  ends with " + e.kind() + ": " + e.getMessage());
      requireUnchanged(idsBefore, fileBefore);
    } catch (InvalidInputException e) {
      story.accept("  is refused: " + e.getMessage());
      requireUnchanged(idsBefore, fileBefore);
    } catch (Trouble.Crash e) {
      story.accept("  crashes");
    } finally {
      server.faults().clear();
      // A stop interrupts the thread of a run, which has now ended.
      Thread.interrupted();
    }
    capture(output.captured(), destinations, change.isPresent());
    story.accept(
        "  account: "
            + world.ids()
            + ", journal: "
            + disk.phase().orElse("none")
            + ", held: "
            + holdings.described());
    return change;
  }

  /** Discards the output of a run that failed. */
  private void capture(String text, DestinationPlan destinations, boolean success) {
    if (!destinations.print()) {
      assertThat(text).as("printed by a run without --print").isEmpty();
      return;
    }
    if (!text.isEmpty()) {
      story.accept("  has printed");
      assertThat(ModelOutput.secret(text, destinations.format()))
          .as("one output: " + text)
          .isPresent();
    }
    if (success && holdings.captures(text, destinations.format())) {
      story.accept("  The user never used what had been printed before.");
      disturb();
    }
  }

  /** A run that reports "nothing was changed" may have revoked a secret first, as announced. */
  private void requireUnchanged(Set<String> idsBefore, String fileBefore) {
    List<String> fresh = new ArrayList<>(world.ids());
    fresh.removeAll(idsBefore);
    assertThat(world.foreign()).as("new secrets that someone else created").containsAll(fresh);
    assertThat(disk.credentialText()).isEqualTo(fileBefore);
  }
}
