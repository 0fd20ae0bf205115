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
    failFast =
        Option.flag(command, "--fail-fast", "Of many accounts: begin none once one has failed.");
    canary =
        new Option<>(
            command,
            "--canary=N",
            Converter.positive("--canary"),
            "Of many accounts: rotate N first, go on only if all succeeded.");
    limit =
        new Option<>(
            command,
            "--limit=N",
            Converter.positive("--limit"),
            "Of many accounts: rotate at most N.");
  }

  /** What the options say, of a run for {@code parallel} accounts at once. */
  public Limits limits(int parallel) {
    return new Limits(parallel, failFast.given(), number(canary), number(limit));
  }

  private static OptionalInt number(Option<Integer> option) {
    return option.value().map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }
}
