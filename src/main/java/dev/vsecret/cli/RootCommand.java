package dev.vsecret.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vsecret} itself, which does nothing without a command. */
@Command(
    name = "vsecret",
    description = "Rotates the API secrets of Vonage accounts without ever locking anyone out.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommandsRepeatable = false,
    footer = {
      "",
      "To rehearse with no account, no network and no risk:",
      "  vsecret sandbox -- vsecret rotate --print"
    })
final class RootCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
