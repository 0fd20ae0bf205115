package dev.vsecret.cli;

import dev.vsecret.secret.InvalidInputException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code vsecret} itself, which does nothing without a command. */
final class RootCommand implements Runnable {
  /** Spelled out, since every command line needs it, and annotations are slow to read. */
  static CommandSpec spec() {
    CommandSpec spec =
        CommandSpec.wrapWithoutInspection(new RootCommand(), new ConstructorFactory())
            .name("vsecret")
            .version(Version.line())
            .addOption(
                OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("Show this help message and exit.")
                    .build())
            .addOption(
                OptionSpec.builder("-V", "--version")
                    .versionHelp(true)
                    .description("Print version information and exit.")
                    .build());
    spec.usageMessage()
        .description("Rotates the API secrets of Vonage accounts without ever locking anyone out.")
        .footer(
            "",
            "To rehearse with no account, no network and no risk:",
            "  vsecret sandbox -- vsecret rotate --print");
    return spec;
  }

  @Override
  public void run() {
    throw new InvalidInputException(
        "A command is missing: list, create, revoke, rotate or sandbox. All of them: vsecret"
            + " --help");
  }
}
