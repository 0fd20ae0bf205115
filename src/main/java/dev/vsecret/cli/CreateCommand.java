package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.credentials.SecretInput;
import dev.vsecret.output.Change;
import dev.vsecret.rotation.Creation;
import dev.vsecret.rotation.DestinationPlan;
import dev.vsecret.secret.InvalidInputException;
import dev.vsecret.secret.SecretPolicy;
import dev.vsecret.secret.SecretPolicy.Rule;
import dev.vsecret.secret.SecretValue;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vsecret create}. */
@Command(name = "create", description = CreateCommand.SUMMARY)
final class CreateCommand implements Callable<Integer> {
  /** What the list of commands says of it. */
  static final String SUMMARY =
      "Make a second secret, generated or your own; the first one stays in use.";

  private final Environment environment;

  @Mixin private AccountOptions options;
  @Mixin private ConfirmationOptions confirmation;
  @Mixin private DestinationOptions destinations;
  @Mixin private VerificationOptions verification;

  @Option(names = "--secret-stdin", description = "Read your own value from standard input.")
  private boolean secretOnStandardInput;

  @Option(names = "--secret-file", paramLabel = "FILE", description = "Read your own value there.")
  private Path secretFile;

  @Option(
      names = "--write-back",
      description = "Put it into the file that the credentials came from, in place of the old one.")
  private boolean writeBack;

  @Option(names = "--secret", hidden = true, arity = "0..1", fallbackValue = "")
  private String secretArgument;

  CreateCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    Optional<SecretValue> own = ownValue();
    try (AccountOptions.OpenAccount open = options.open(environment)) {
      if (writeBack
          && !(open.account(environment).signsForItself()
              && open.credentials().file().isPresent())) {
        throw new InvalidInputException(
            "--write-back needs credentials of this very account that came from a file; these came"
                + " from "
                + open.credentials().source()
                + ".");
      }
      DestinationPlan plan =
          destinations.plan(environment, options.output(), open.credentials(), writeBack);
      Change change =
          new Creation(
                  open.session(
                      environment, confirmation.confirmation(environment, options.output())),
                  own,
                  plan,
                  verification.timeout(),
                  confirmation.dryRun())
              .run();
      new ChangeReport(
              environment, options.output(), open.messages(), open.account(environment).option())
          .show(change, plan);
      return ExitCode.OK.code();
    }
  }

  private Optional<SecretValue> ownValue() {
    if (secretArgument != null) {
      throw new InvalidInputException(
          "A secret must not stand on a command line, where every user of the machine can read it."
              + " Use --secret-stdin or --secret-file FILE, and a value other than the one given"
              + " here.");
    }
    if (secretOnStandardInput && secretFile != null) {
      throw new InvalidInputException("Give either --secret-stdin or --secret-file, not both.");
    }
    if (secretOnStandardInput && options.credentials().readsStandardInput()) {
      throw new InvalidInputException(
          "--secret-stdin and --api-secret-stdin cannot both read standard input; put one of the"
              + " two into a file.");
    }
    if (!secretOnStandardInput && secretFile == null) {
      return Optional.empty();
    }
    SecretValue value =
        secretOnStandardInput
            ? SecretInput.read(environment.in())
            : SecretInput.read(secretFile).secret().orElseThrow();
    Set<Rule> broken = SecretPolicy.violations(value);
    if (!broken.isEmpty()) {
      throw new InvalidInputException(
          "The new secret breaks the rules. It needs: "
              + broken.stream().map(Rule::toString).collect(Collectors.joining(", "))
              + ".");
    }
    return Optional.of(value);
  }
}
