package dev.vsecret.rotation;

import static dev.vsecret.testkit.CommandLine.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file that the credentials came from gets the new secret and is otherwise unchanged. */
final class RotateWriteBackTest {
  @RegisterExtension
  final CommandLineFixture vsecret =
      new CommandLineFixture(SandboxSettings.defaults().withSubaccounts(1));

  @BeforeEach
  void takeCredentialsFromFilesAlone() {
    vsecret.removeCredentials();
  }

  private void rotateAndExpect(Path file, String template, String... source) throws Exception {
    var mode = Files.getPosixFilePermissions(file);
    vsecret.runAndExpect(0, words("rotate", source));
    assertThat(vsecret.newestSecret()).isNotEqualTo(vsecret.firstSecret());
    assertThat(Files.readString(file)).isEqualTo(template.replace("@@", vsecret.newestSecret()));
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(mode);
  }

  private String withOldSecret(String template) {
    return template.replace("@@", vsecret.firstSecret());
  }

  private String json() {
    return """
        {"app-id" :"0d7e…",\t"api-key":"%s",
           "api-secret":   "@@",
          "private-key":"-----BEGIN PRIVATE KEY-----\\nMII\\u00e4\\n"}"""
        .formatted(vsecret.server().apiKey());
  }

  @Test
  void keepsEveryOtherByteOfVonageJson() throws Exception {
    Path file = vsecret.write("vonage.json", withOldSecret(json()), "rw-------");
    rotateAndExpect(file, json(), "--config", "vonage.json");
  }

  @Test
  void writesToTheVonageClisFileInTheWorkingDirectory() throws Exception {
    Path file = vsecret.write(".vonagerc", withOldSecret(json()), "rw-r-----");
    rotateAndExpect(file, json());
  }

  @Test
  void writesToTheVonageClisFileInTheHomeFolder() throws Exception {
    Path file = vsecret.write("../home/.vonage/config.json", withOldSecret(json()), "rw-------");
    rotateAndExpect(file, json());
  }

  @Test
  void readsATildeAsTheHomeFolder() throws Exception {
    Path file = vsecret.write("../home/x.json", withOldSecret(json()), "rw-------");
    rotateAndExpect(file, json(), "--config=~/x.json");
  }

  @Test
  void keepsEveryOtherByteOfDotenv() throws Exception {
    String template =
        "# VONAGE_API_SECRET=not this one\r\nexport VONAGE_API_KEY="
            + vsecret.server().apiKey()
            + "\r\n\r\nVONAGE_API_SECRET=\"@@\"   # rotated\r\nOTHER='a b' ";
    Path file = vsecret.write(".env", withOldSecret(template), "rw-rw----");
    rotateAndExpect(file, template, "--config", ".env");
  }

  @ParameterizedTest
  @ValueSource(strings = {"@@", "@@\n", "@@\r\n"})
  void keepsTheEndOfABareFile(String template) throws Exception {
    Path file = vsecret.write("secret", withOldSecret(template), "rw-------");
    rotateAndExpect(
        file, template, "--api-key", vsecret.server().apiKey(), "--api-secret-file", "secret");
  }

  @Test
  void followsASymbolicLinkAndKeepsIt() throws Exception {
    Path file = vsecret.write("real/vonage.json", withOldSecret(json()), "rw-------");
    Path link = vsecret.workingDirectory().resolve("link.json");
    Files.createSymbolicLink(link, Path.of("real/vonage.json"));
    rotateAndExpect(file, json(), "--config", "link.json");
    assertThat(link).isSymbolicLink();
  }

  @Test
  void keepsExtendedAttributes() throws Exception {
    Path file = vsecret.writeConfiguration();
    assumeThat(Files.getFileStore(file).supportsFileAttributeView("user")).isTrue();
    Files.setAttribute(file, "user:note", new byte[] {1, 2, 3});
    vsecret.runAndExpect(0, "rotate", "--config", "config.json");
    assertThat(file).content().contains(vsecret.newestSecret());
    assertThat(Files.getAttribute(file, "user:note")).isEqualTo(new byte[] {1, 2, 3});
  }

  @ParameterizedTest
  @ValueSource(strings = {"config.json", "other/second", "link"})
  void refusesAFileThatWouldKeepTheOldSecretUnderAnotherName(String name) throws Exception {
    Path file = vsecret.writeConfiguration();
    Path folder = Files.createDirectory(vsecret.workingDirectory().resolve("other"));
    Files.createLink(folder.resolve("second"), file);
    Files.createLink(folder.resolve("third"), file);
    Files.createSymbolicLink(vsecret.workingDirectory().resolve("link"), file);
    String before = Files.readString(file);
    for (String command : List.of("rotate", "create --write-back", "rotate --dry-run")) {
      String[] arguments = words(command + " --config", name);
      CommandRun run = vsecret.runAndExpectNothingSent(2, arguments);
      assertThat(run.err()).contains(name + " has 3 names (hard links)");
    }
    assertThat(file).hasContent(before);
    vsecret.runAndExpect(0, "rotate", "--config", name, "--no-write-back", "--output-file", "new");
  }

  @Test
  void warnsAboutAFileThatOthersCanReadAndKeepsItsMode() throws Exception {
    Path file = vsecret.write("vonage.json", withOldSecret(json()), "rw-r--r--");
    CommandRun run = vsecret.runAndExpect(0, "rotate", "--config", "vonage.json");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(run.err()).contains("Warning").contains("vonage.json");
  }

  @Test
  void isDeliveredToEveryOtherDestinationToo() throws Exception {
    vsecret.writeConfiguration();
    vsecret.runAndExpect(0, "rotate", "--config", "config.json", "--output-file", "new");
    assertThat(vsecret.workingDirectory().resolve("config.json"))
        .content()
        .contains(vsecret.newestSecret());
    assertThat(vsecret.workingDirectory().resolve("new"))
        .content()
        .isEqualTo(vsecret.newestSecret() + "\n");
  }

  @Test
  void noWriteBackDoesNotChangeTheFile() throws Exception {
    Path file = vsecret.writeConfiguration();
    String before = Files.readString(file);
    vsecret.runAndExpect(
        0, "rotate", "--config", "config.json", "--no-write-back", "--output-file", "new");
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  @Test
  void neverWritesASubaccountsSecretIntoItsPrimarysFile() throws Exception {
    Path file = vsecret.writeConfiguration();
    String before = Files.readString(file);
    String subaccount = vsecret.server().accounts().subaccounts().get(0).apiKey();
    String[] rotation = {"rotate", "--config", "config.json", "--account", subaccount};
    vsecret.runAndExpectNothingSent(2, rotation);
    CommandRun run =
        vsecret.runAndExpect(
            0,
            "rotate",
            "--config",
            "config.json",
            "--account",
            subaccount,
            "--output-file",
            "sub.jsonl");
    assertThat(Files.readString(file)).isEqualTo(before);
    assertThat(vsecret.ids(subaccount)).hasSize(2);
    assertThat(vsecret.ids()).hasSize(1);
    String secret = vsecret.canary(vsecret.server().accounts().newestSecret(subaccount).reveal());
    assertThat(Files.readString(vsecret.workingDirectory().resolve("sub.jsonl"))).contains(secret);
    // The primary account signs everything except the verification of the new secret.
    assertThat(run.requests().stream().map(one -> one.request().apiKey().orElseThrow()))
        .isEqualTo(
            List.of(vsecret.server().apiKey(), vsecret.server().apiKey(), subaccount, subaccount));
  }

  @Test
  void worksOnDay90AsOnDay1WithoutFlags() throws Exception {
    vsecret.writeConfiguration();
    String[] cronLine = {"rotate", "--config", "config.json", "--if-older-than", "90d"};
    vsecret.runAndExpect(0, cronLine);
    String first = vsecret.ids().get(0);
    String second = vsecret.ids().get(1);
    for (int quarter = 1; quarter <= 3; quarter++) {
      vsecret.advance(Duration.ofDays(90));
      CommandRun run = vsecret.runAndExpect(0, cronLine);
      assertThat(run.methods()).containsExactly("GET", "DELETE", "POST", "GET", "GET");
      assertThat(vsecret.ids()).hasSize(2).contains(second).doesNotContain(first);
      first = vsecret.ids().get(0);
      second = vsecret.ids().get(1);
    }
  }

  @Test
  void rotatesAgainTwoDaysLaterWithoutFlags() throws Exception {
    Path file = vsecret.writeConfiguration();
    vsecret.runAndExpect(0, "rotate", "--config", "config.json");
    String replaced = vsecret.ids().get(0);
    vsecret.advance(Duration.ofDays(2));
    CommandRun run = vsecret.runAndExpect(0, "rotate", "--config", "config.json");
    assertThat(run.err()).contains("Revoked " + replaced + " to make room for the new secret.");
    assertThat(vsecret.ids()).hasSize(2).doesNotContain(replaced);
    assertThat(Files.readString(file)).contains(vsecret.newestSecret());
  }

  @Test
  void detectsThatAnOlderSecretWasRestored() throws Exception {
    Path file = vsecret.writeConfiguration();
    String before = Files.readString(file);
    vsecret.runAndExpect(0, "rotate", "--config", "config.json");
    Files.writeString(file, before);
    CommandRun run = vsecret.runAndExpect(5, "rotate", "--config", "config.json", "-y");
    assertThat(run.methods()).containsExactly("GET");
    assertThat(vsecret.accepts(vsecret.firstSecret())).isTrue();
  }
}
