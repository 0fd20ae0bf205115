package dev.vsecret.cli.options;

import dev.vsecret.Environment;
import dev.vsecret.journal.DestinationPlan;
import dev.vsecret.journal.DestinationPlan.CredentialFilePlan;
import dev.vsecret.output.OutputFormat;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** Where the new secret of a rotation goes: also to the file that the credentials came from. */
public final class RotationDestinations {
  private final OutputOptions output;
  private final RotationRules rules;
  private final DestinationOptions named;
  private final Option<Boolean> noWriteBack;

  /** Registers them with {@code command}; {@code rules} say whether anything new is begun. */
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

  /** Whether the user asks for the secret on standard output. */
  public boolean printsOnRequest() {
    return named.printsOnRequest();
  }

  /**
   * The places; {@code optional} tells that the run may do without any. A subaccount's secret never
   * goes into the file that its primary's credentials came from.
   */
  public DestinationPlan plan(OpenAccount open, boolean optional) {
    if (rules.onlyFinishes()) {
      return named.planToFinish(output.format().orElse(OutputFormat.SECRET));
    }
    boolean own = open.account().signsForItself();
    String moreWays = own ? howToWriteBack(open) : "";
    DestinationPlan plan =
        named.plan(
            open.credentials(),
            own && !noWriteBack.given(),
            Optional.of(moreWays).filter(ways -> !optional));
    return own ? withReadBack(plan, open) : plan;
  }

  /** The command that the secret came from has to print the next one. */
  private static DestinationPlan withReadBack(DestinationPlan plan, OpenAccount open) {
    return open.credentials()
        .command()
        .map(command -> plan.withReadBack(command.text()))
        .orElse(plan);
  }

  private static String howToWriteBack(OpenAccount open) {
    return open.credentials()
        .file()
        .map(file -> ", or omit --no-write-back to save it to " + file.path())
        .orElse(", or take the credentials from a file");
  }

  /**
   * The places for the secrets of many accounts; the credential file is not among them. {@code
   * optional} tells that the run may do without any.
   */
  public DestinationPlan planForFleet(boolean optional) {
    return named.planForFleet(rules.onlyFinishes() || optional);
  }

  /**
   * The {@code plan} for many accounts, for that of them which has this key: the primary's own
   * secret goes into the file that it came from, as when it is rotated alone.
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
