package dev.vsecret.cli;

import dev.vsecret.fleet.FleetOptions;
import dev.vsecret.secret.InvalidInputException;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;

/** When a rotation of many accounts stops. */
final class FleetControl {
  private final Flag failFast =
      new Flag("--fail-fast", "Of many accounts: begin none once one has failed.");

  private final ValueOption<Integer> canary =
      new ValueOption<>(
          "--canary",
          "N",
          Integer.class,
          "Of many accounts: rotate N first, go on only if all succeeded.");

  private final ValueOption<Integer> limit =
      new ValueOption<>("--limit", "N", Integer.class, "Of many accounts: rotate at most N.");

  void addTo(CommandSpec command) {
    failFast.addTo(command);
    canary.addTo(command);
    limit.addTo(command);
  }

  FleetOptions options(int parallel) {
    return new FleetOptions(
        parallel,
        failFast.given(),
        positive("--canary", canary.given()),
        positive("--limit", limit.given()));
  }

  private static OptionalInt positive(String option, Optional<Integer> number) {
    if (number.isEmpty()) {
      return OptionalInt.empty();
    }
    if (number.get() < 1) {
      throw new InvalidInputException(option + " takes a number from 1.");
    }
    return OptionalInt.of(number.get());
  }
}
