package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.credentials.SecretInput;
import dev.vsecret.delivery.PlaceCheck;
import dev.vsecret.journal.DestinationPlan;
import dev.vsecret.output.Change;
import dev.vsecret.rotation.Creation;
import dev.vsecret.secret.InvalidInputException;
import dev.vsecret.secret.SecretPolicy;
import dev.vsecret.secret.SecretPolicy.Rule;
import dev.vsecret.secret.SecretValue;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** {@code vsecret create}. */
final class CreateCommand implements Callable<Integer> {
  /** What the list of commands says of it. */
  static final String SUMMARY =
      "Make a second secret, generated or your own; the first one stays in use.";

  private final Environment environment;

  private final AccountOptions options = new AccountOptions();
  private final ConfirmationOptions confirmation = new ConfirmationOptions();
  private final DestinationOptions destinations = new DestinationOptions();
  private final VerificationOptions verification = new VerificationOptions();

  private final Flag secretOnStandardInput =
      new Flag("--secret-stdin", "Read your own value from standard input.");

  private final ValueOption<Path> secretFile =
      new ValueOption<>("--secret-file", "FILE", Path.class, "Read your own value there.");

  private final Flag writeBack =
      new Flag(
          "--write-back",
          "Put it into the file that the credentials came from, in place of the old one.");

  private final SecretArgument secretArgument =
      new SecretArgument(
          "--secret",
          "Use --secret-stdin or --secret-file FILE, and a value other than the one given here.");

  CreateCommand(Environment environment) {
    this.environment = environment;
  }

  /** The command, as the parser wants it. */
  CommandSpec spec() {
    CommandSpec spec =
        CommandSpec.wrapWithoutInspection(this, new ConstructorFactory()).name("create");
    spec.usageMessage().description(SUMMARY);
    options.addTo(spec);
    confirmation.addTo(spec);
    destinations.addTo(spec);
    verification.addTo(spec);
    secretOnStandardInput.addTo(spec);
    secretFile.addTo(spec);
    writeBack.addTo(spec);
    secretArgument.addTo(spec);
    return spec;
  }

  @Override
  public Integer call() throws Exception {
    destinations.requireNone(
        Stream.concat(
            options.inputFiles(environment),
            secretFile.given().map(path -> new InputFile(path, "secret")).stream()));
    Optional<SecretValue> own = ownValue();
    try (AccountOptions.OpenAccount open = options.open(environment)) {
      if (writeBack.given()
          && !(open.account(environment).signsForItself()
              && open.credentials().file().isPresent())) {
        throw new InvalidInputException(
            "--write-back needs credentials of this very account that came from a file; these came"
                + " from "
                + open.credentials().source()
                + ".");
      }
      DestinationPlan plan =
          destinations.plan(environment, options.output(), open.credentials(), writeBack.given());
      own.ifPresent(value -> PlaceCheck.requireFit(plan, value));
      Change change =
          new Creation(
                  open.context(
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
    secretArgument.refuse();
    boolean standardInput = secretOnStandardInput.given();
    if (standardInput && secretFile.given().isPresent()) {
      throw new InvalidInputException("Give either --secret-stdin or --secret-file, not both.");
    }
    if (standardInput && options.credentials().readsStandardInput()) {
      throw new InvalidInputException(
          "--secret-stdin and --api-secret-stdin cannot both read standard input; put one of the"
              + " two into a file.");
    }
    if (!standardInput && secretFile.given().isEmpty()) {
      return Optional.empty();
    }
    SecretValue value =
        standardInput
            ? SecretInput.read(environment.in())
            : SecretInput.read(secretFile.given().get()).secret().orElseThrow();
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
