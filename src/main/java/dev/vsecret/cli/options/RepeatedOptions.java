package dev.vsecret.cli.options;

import dev.vsecret.output.ShellQuoting;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options of a run that a command which it suggests must repeat, or it would mean another
 * account, or other credentials.
 */
public final class RepeatedOptions {
  private static final List<String> NAMES =
      List.of(
          "--config",
          "--api-key",
          "--api-secret-file",
          "--api-secret-stdin",
          "--base-url",
          "--cacert");

  private RepeatedOptions() {}

  /** Those of {@code command}, as they were typed, quoted for a shell, each after a space. */
  static String of(CommandSpec command) {
    return NAMES.stream()
        .map(command::findOption)
        .flatMap(RepeatedOptions::words)
        .collect(Collectors.joining());
  }

  /** As {@link #of}, and {@code --account} where one account was named. */
  public static String withAccount(CommandSpec command) {
    OptionSpec account = command.findOption("--account");
    boolean one = account != null && account.stringValues().size() == 1;
    return of(command) + (one ? words(account).collect(Collectors.joining()) : "");
  }

  private static Stream<String> words(OptionSpec option) {
    if (option == null || option.stringValues().isEmpty()) {
      return Stream.empty();
    }
    boolean flag = option.arity().max() == 0;
    return Stream.of(
        " "
            + option.longestName()
            + (flag ? "" : " " + ShellQuoting.quote(option.stringValues().get(0))));
  }
}
