package dev.vsecret.cli.options;

import dev.vsecret.Environment;
import dev.vsecret.journal.DestinationPlan;
import dev.vsecret.journal.DestinationPlan.CredentialFilePlan;
import dev.vsecret.output.OutputFormat;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** The destinations of a rotation's new secret, including the file the credentials came from. */
public final class RotationDestinations {
  private final OutputOptions output;
  private final RotationRules rules;
  private final DestinationOptions named;
  private final Option<Boolean> noWriteBack;

  /**
   * Registers the options with {@code command}. {@code rules} tell whether a new rotation may
   * start.
   */
  public RotationDestinations(
      CommandSpec command, Environment environment, OutputOptions output, RotationRules rules) {
    this.output = output;
    this.rules = rules;
    named = new DestinationOptions(command, environment, output);
    noWriteBack =
        Option.flag(
            command,
            "--no-write-back",
            "Do not save the new secret to the file the credentials came from.");
  }

  /** As {@link DestinationOptions#requireApartFrom}. */
  public void requireApartFrom(Stream<InputFile> inputs) {
    named.requireApartFrom(inputs);
  }

  /** Returns whether {@code --print} was given. */
  public boolean printsOnRequest() {
    return named.printsOnRequest();
  }

  /**
   * Returns the destinations. {@code optional} allows a run without any. A subaccount's secret is
   * never saved to the file with its primary account's credentials.
   */
  public DestinationPlan plan(OpenAccount open, boolean optional) {
    if (rules.onlyFinishes()) {
      return named.planToFinish(output.format().orElse(OutputFormat.SECRET));
    }
    boolean own = open.account().signsForItself();
    String moreWays = own ? writeBackHint(open) : "";
    DestinationPlan plan =
        named.plan(
            open.credentials(),
            own && !noWriteBack.given(),
            Optional.of(moreWays).filter(ways -> !optional));
    return own ? withReadBack(plan, open) : plan;
  }

  /** Adds the check that the command the secret came from prints the new one. */
  private static DestinationPlan withReadBack(DestinationPlan plan, OpenAccount open) {
    return open.credentials()
        .command()
        .map(command -> plan.withReadBack(command.text()))
        .orElse(plan);
  }

  private static String writeBackHint(OpenAccount open) {
    return open.credentials()
        .file()
        .map(file -> ", or omit --no-write-back to save it to " + file.path())
        .orElse(", or read the credentials from a file");
  }

  /**
   * Returns the destinations for the secrets of many accounts, without the credential file. {@code
   * optional} allows a run without any.
   */
  public DestinationPlan planForFleet(boolean optional) {
    return named.planForFleet(rules.onlyFinishes() || optional);
  }

  /**
   * Returns the destinations of the account {@code key}, one of many accounts with {@code plan}.
   * The primary account's secret is also saved to the credential file, as in a rotation of this
   * account alone.
   */
  public DestinationPlan planFor(String key, DestinationPlan plan, OpenAccount open) {
    boolean primary = key.equals(open.credentials().credentials().apiKey());
    if (!primary || rules.onlyFinishes()) {
      return plan;
    }
    return open.credentials()
        .file()
        .filter(file -> !noWriteBack.given())
        .map(file -> plan.withCredentialFile(CredentialFilePlan.of(file)))
        .orElse(withReadBack(plan, open));
  }
}
