package dev.vsecret.cli.options;

import dev.vsecret.Environment;
import dev.vsecret.credentials.SecretInput;
import dev.vsecret.secret.InvalidInputException;
import dev.vsecret.secret.SecretPolicy;
import dev.vsecret.secret.SecretPolicy.Rule;
import dev.vsecret.secret.SecretValue;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** The options for the user's own value of a new secret. */
public final class OwnSecretOptions {
  private final Environment environment;
  private final AccountOptions account;
  private final Option<Boolean> standardInput;
  private final Option<Path> file;

  /** Registers the options with {@code command}. {@code account} may read standard input too. */
  public OwnSecretOptions(CommandSpec command, Environment environment, AccountOptions account) {
    this.environment = environment;
    this.account = account;
    standardInput =
        Option.flag(
            command,
            "--secret-stdin",
            "Read the new secret from standard input instead of generating one.");
    file =
        new Option<>(
            command,
            "--secret-file=FILE",
            Converter.path(environment),
            "Read the new secret from FILE instead of generating one.");
    Option.reject(
        command,
        "--secret",
        "Use --secret-stdin or --secret-file FILE. Treat the secret you just typed as"
            + " compromised: choose another value.");
  }

  /** Returns the file with the value, if any. */
  public Stream<InputFile> inputFiles() {
    return file.value().map(path -> new InputFile(path, "secret")).stream();
  }

  /**
   * Reads the value.
   *
   * @throws InvalidInputException if it breaks the rules, naming each of them
   */
  public Optional<SecretValue> read() {
    if (standardInput.given() && file.given()) {
      throw new UsageException("Use either --secret-stdin or --secret-file, not both.");
    }
    if (standardInput.given() && account.readsStandardInput()) {
      throw new UsageException(
          "--secret-stdin and --api-secret-stdin cannot both read"
              + " standard input. Use a file for one"
              + " of them.");
    }
    Optional<SecretValue> value =
        standardInput.given()
            ? Optional.of(SecretInput.read(environment.in()))
            : file.value().map(path -> SecretInput.read(path).secret().orElseThrow());
    value.ifPresent(OwnSecretOptions::requireAllowed);
    return value;
  }

  private static void requireAllowed(SecretValue value) {
    Set<Rule> broken = SecretPolicy.violations(value);
    if (!broken.isEmpty()) {
      throw new InvalidInputException(
          "The new secret breaks the rules. It needs: "
              + broken.stream().map(Rule::toString).collect(Collectors.joining(", "))
              + ".");
    }
  }
}
