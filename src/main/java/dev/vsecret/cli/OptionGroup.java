package dev.vsecret.cli;

import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options that help shows together because they serve one task.
 *
 * @param heading the heading in the help
 * @param names their long names, most used first
 */
record OptionGroup(String heading, List<String> names) {
  /** All groups, in the order in which help shows them. */
  static final List<OptionGroup> ALL =
      List.of(
          new OptionGroup(
              "Account and credentials",
              List.of(
                  "--config",
                  "--api-key",
                  "--api-secret-file",
                  "--api-secret-command",
                  "--api-secret-stdin",
                  "--account")),
          new OptionGroup(
              "New secret and its destinations",
              List.of(
                  "--secret-file",
                  "--secret-stdin",
                  "--write-back",
                  "--no-write-back",
                  "--output-file",
                  "--deploy-hook",
                  "--hook-timeout",
                  "--print")),
          new OptionGroup(
              "Previous secret",
              List.of(
                  "--revoke-old",
                  "--grace",
                  "--overlap",
                  "--revoke-id",
                  "--revoke-oldest",
                  "--current-id")),
          new OptionGroup("Unfinished rotation", List.of("--finish", "--abort")),
          new OptionGroup(
              "Timing", List.of("--if-older-than", "--max-age", "--wait", "--verify-timeout")),
          new OptionGroup(
              "Many accounts",
              List.of(
                  "--subaccounts",
                  "--accounts-file",
                  "--include-suspended",
                  "--limit",
                  "--canary",
                  "--fail-fast",
                  "--parallel",
                  "--max-rate")),
          new OptionGroup("Confirmation and dry run", List.of("--dry-run", "--yes", "--no-input")),
          new OptionGroup(
              "Output",
              List.of(
                  "--output",
                  "--quiet",
                  "--verbose",
                  "--no-color",
                  "--detailed-exitcode",
                  "--on-failure")),
          new OptionGroup("Connection", List.of("--base-url", "--proxy", "--cacert", "--timeout")));

  /** The heading of the options that belong to no group. */
  static final String OTHERS = "Options";

  /** Returns those of {@code options} that belong to this group, in its order. */
  List<OptionSpec> of(List<OptionSpec> options) {
    return names.stream()
        .flatMap(name -> options.stream().filter(option -> option.longestName().equals(name)))
        .toList();
  }

  /** Returns those of {@code options} that belong to no group. */
  static List<OptionSpec> others(List<OptionSpec> options) {
    return options.stream()
        .filter(option -> ALL.stream().noneMatch(one -> one.names.contains(option.longestName())))
        .toList();
  }
}
