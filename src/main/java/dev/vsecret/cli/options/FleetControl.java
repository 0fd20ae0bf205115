package dev.vsecret.cli.options;

import dev.vsecret.fleet.FleetRun.Limits;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;

/** The options that stop a rotation of many accounts early. */
public final class FleetControl {
  private final Option<Boolean> failFast;
  private final Option<Integer> canary;
  private final Option<Integer> limit;

  /** Registers the options with {@code command}. */
  public FleetControl(CommandSpec command) {
    failFast = Option.flag(command, "--fail-fast", "Start no more accounts after one has failed.");
    canary =
        new Option<>(
            command,
            "--canary=N",
            Converter.POSITIVE_NUMBER,
            "Rotate N accounts first. Continue only if all of them succeed.");
    limit =
        new Option<>(command, "--limit=N", Converter.POSITIVE_NUMBER, "Rotate at most N accounts.");
  }

  /** Returns the limits of a run for {@code parallel} accounts at once. */
  public Limits limits(int parallel) {
    return new Limits(parallel, failFast.given(), number(canary), number(limit));
  }

  private static OptionalInt number(Option<Integer> option) {
    return option.value().map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }
}
