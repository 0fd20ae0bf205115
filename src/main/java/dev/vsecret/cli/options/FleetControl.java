package dev.vsecret.cli.options;

import dev.vsecret.fleet.FleetRun.Limits;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;

/** When a rotation of many accounts stops. */
public final class FleetControl {
  private final Option<Boolean> failFast;
  private final Option<Integer> canary;
  private final Option<Integer> limit;

  /** Registers them with {@code command}. */
  public FleetControl(CommandSpec command) {
    failFast = Option.flag(command, "--fail-fast", "Start no further account once one has failed.");
    canary =
        new Option<>(
            command,
            "--canary=N",
            Converter.positive("--canary"),
            "Rotate N accounts first; continue only if all of them succeed.");
    limit =
        new Option<>(
            command, "--limit=N", Converter.positive("--limit"), "Rotate at most N accounts.");
  }

  /** What the options say, of a run for {@code parallel} accounts at once. */
  public Limits limits(int parallel) {
    return new Limits(parallel, failFast.given(), number(canary), number(limit));
  }

  private static OptionalInt number(Option<Integer> option) {
    return option.value().map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }
}
