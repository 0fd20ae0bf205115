package dev.vsecret.cli;

import static dev.vsecret.testkit.CommandLine.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A new secret never overwrites a file that the run reads. */
final class OutputOverInputTest {
  @RegisterExtension
  final CommandLineFixture vsecret =
      new CommandLineFixture(SandboxSettings.defaults().withSubaccounts(1));

  @BeforeEach
  void writeEveryInput() throws Exception {
    Path config = vsecret.writeConfiguration();
    vsecret.write("config.jsonl", Files.readString(config), "rw-------");
    vsecret.write(".vonagerc", Files.readString(config), "rw-------");
    vsecret.write("../home/.vonage/config.json", Files.readString(config), "rw-------");
    vsecret.write("secret", vsecret.firstSecret() + "\n", "rw-------");
    vsecret.write("own", vsecret.canary("My0wnSecretValue") + "\n", "rw-------");
    vsecret.write("accounts", vsecret.subaccounts().get(0) + "\n", "rw-------");
    vsecret.write("accounts.jsonl", vsecret.subaccounts().get(0) + "\n", "rw-------");
    vsecret.write("ca.pem", "certificates\n", "rw-------");
  }

  static Stream<Arguments> inputs() {
    return Stream.of(
        arguments("config.json", "rotate --config config.json"),
        arguments("config.json", "rotate --config config.json --no-write-back"),
        arguments("config.json", "rotate --config config.json --account SUBACCOUNT"),
        arguments("config.json", "rotate --config config.json --dry-run"),
        arguments("config.json", "create --config config.json"),
        arguments("config.json", "create --config config.json --write-back"),
        arguments("config.jsonl", "create --config config.jsonl"),
        arguments("secret", "create --api-key KEY --api-secret-file secret"),
        arguments(".vonagerc", "create"),
        arguments(".vonagerc", "rotate"),
        arguments("../home/.vonage/config.json", "rotate --no-write-back"),
        arguments("own", "create --secret-file own"),
        arguments("ca.pem", "create --cacert ca.pem"),
        arguments("ca.pem", "rotate --cacert ca.pem"),
        arguments("config.jsonl", "rotate --config config.jsonl --subaccounts --no-write-back"),
        arguments("accounts.jsonl", "rotate --accounts-file accounts.jsonl"));
  }

  private void requireRefused(String line, String input, String output) throws Exception {
    var before = vsecret.files();
    String command =
        line.replace("SUBACCOUNT", vsecret.subaccounts().get(0))
            .replace("KEY", vsecret.server().apiKey());
    CommandRun run = vsecret.runAndExpectNothingSent(2, words(command, "--output-file=" + output));
    assertThat(run.err())
        .contains("--output-file would overwrite the", output, "Nothing was changed.")
        .contains("Use another file");
    assertThat(vsecret.files()).as("all files, after %s to %s", line, input).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void isRejectedByPath(String input, String line) throws Exception {
    requireRefused(line, input, input);
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void isRejectedThroughASymbolicLink(String input, String line) throws Exception {
    Path link = vsecret.workingDirectory().resolve("link.jsonl");
    Files.createSymbolicLink(link, Path.of(input));
    requireRefused(line, input, "link.jsonl");
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void isRejectedThroughAHardLink(String input, String line) throws Exception {
    Path link = vsecret.workingDirectory().resolve("hard.jsonl");
    Files.createLink(link, vsecret.workingDirectory().resolve(input));
    requireRefused(line, input, "hard.jsonl");
  }

  @Test
  void theEnvironmentNamesCertificatesToo() throws Exception {
    vsecret.setVariable("VSECRET_CACERT", "ca.pem");
    requireRefused("create", "ca.pem", "ca.pem");
  }

  @ParameterizedTest
  @ValueSource(strings = {"new", "new.jsonl"})
  void anotherFileGetsTheSecret(String output) throws Exception {
    vsecret.runAndExpect(0, "create", "--config", "config.json", "--output-file", output);
    assertThat(vsecret.workingDirectory().resolve(output))
        .content()
        .contains(vsecret.newestSecret());
  }
}
