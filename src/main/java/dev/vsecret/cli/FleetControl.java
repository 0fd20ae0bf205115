package dev.vsecret.cli;

import dev.vsecret.fleet.FleetOptions;
import dev.vsecret.secret.InvalidInputException;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** When a rotation of many accounts stops. */
final class FleetControl {
  @Option(names = "--fail-fast", description = "Of many accounts: begin none once one has failed.")
  private boolean failFast;

  @Option(
      names = "--canary",
      paramLabel = "N",
      description = "Of many accounts: rotate N first, go on only if all succeeded.")
  private Integer canary;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Of many accounts: rotate N at the most.")
  private Integer limit;

  FleetOptions options(int parallel) {
    return new FleetOptions(
        parallel, failFast, positive("--canary", canary), positive("--limit", limit));
  }

  private static OptionalInt positive(String option, Integer number) {
    if (number == null) {
      return OptionalInt.empty();
    }
    if (number < 1) {
      throw new InvalidInputException(option + " takes a number from 1.");
    }
    return OptionalInt.of(number);
  }
}
