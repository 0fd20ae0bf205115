package dev.vsecret.cli;

import dev.vsecret.secret.InvalidInputException;
import picocli.CommandLine.Command;

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
  @Override
  public void run() {
    throw new InvalidInputException(
        "A command is missing: list, create, revoke, rotate or sandbox. All of them: vsecret"
            + " --help");
  }
}
