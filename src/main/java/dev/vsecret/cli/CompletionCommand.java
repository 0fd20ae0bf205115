package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.cli.completion.Shell;
import dev.vsecret.cli.options.Converter;
import dev.vsecret.cli.options.Option;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/** {@code vsecret generate-completion}. */
final class CompletionCommand implements Callable<Integer> {
  /** The name of the command. */
  static final String NAME = "generate-completion";

  /** The summary in the list of commands. */
  static final String SUMMARY = "Print the completion script for bash, zsh or fish.";

  private final Environment environment;
  private final CommandSpec spec = Commands.spec(this, NAME, SUMMARY);
  private final Option<Shell> shell =
      new Option<>(
          spec,
          "--shell=SHELL",
          new Converter<>(Shell.class, CompletionCommand::shell),
          Shell.names(),
          "bash, zsh or fish (default: bash).");

  CompletionCommand(Environment environment) {
    this.environment = environment;
    spec.usageMessage()
        .footer(
            "",
            "To load it in every new shell, add the line for your shell to ~/.bashrc,"
                + " ~/.zshrc (after",
            "compinit) or ~/.config/fish/config.fish:",
            "  eval \"$(vsecret generate-completion)\"",
            "  source <(vsecret generate-completion --shell zsh)",
            "  vsecret generate-completion --shell fish | source");
  }

  private static Shell shell(String name) {
    return Shell.named(name)
        .orElseThrow(() -> new TypeConversionException("must be bash, zsh or fish"));
  }

  /** Returns the command's picocli specification. */
  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws Exception {
    environment.out().write(shell.value().orElse(Shell.BASH).script(spec.parent()));
    environment.out().flush();
    return ExitCode.OK.code();
  }
}
