package dev.vsecret.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The destinations of a second secret. */
final class CreateDestinationTest {
  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  private Path file(String name) {
    return vsecret.workingDirectory().resolve(name);
  }

  @Test
  void writesTheSecretAloneIntoAPrivateFile() throws Exception {
    CommandRun run = vsecret.runAndExpect(0, "create", "--output-file", "new");
    assertThat(Files.readString(file("new"))).isEqualTo(vsecret.newestSecret() + "\n");
    assertThat(Files.getPosixFilePermissions(file("new")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(run.out()).contains(vsecret.ids().get(1));
  }

  @Test
  void replacesAnEarlierSecretAndItsMode() throws Exception {
    vsecret.write("new", vsecret.firstSecret() + "\n", "rw-r--r--");
    vsecret.runAndExpect(0, "create", "--output-file", "new");
    assertThat(Files.readString(file("new"))).isEqualTo(vsecret.newestSecret() + "\n");
    assertThat(Files.getPosixFilePermissions(file("new")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void doesNotFollowALinkPlantedNextToTheFile() throws Exception {
    vsecret.write("new", vsecret.firstSecret(), "rw-------");
    Path target = vsecret.write("target", "theirs", "rw-------");
    for (String planted : List.of(".new.vsecret-old", ".new.vsecret-new")) {
      Files.createSymbolicLink(file(planted), target);
    }
    vsecret.runAndExpect(0, "create", "--output-file", "new");
    assertThat(target).hasContent("theirs");
    assertThat(file("new")).hasContent(vsecret.newestSecret());
  }

  @Test
  void removesALinkPlantedNextToTheFileButNotItsTarget() throws Exception {
    Path target = vsecret.write("target", "theirs", "rw-------");
    Files.createSymbolicLink(file(".new.vsecret-old"), target);
    vsecret.runAndExpect(0, "create", "--output-file", "new");
    assertThat(target).hasContent("theirs");
    assertThat(file(".new.vsecret-old")).doesNotExist();
  }

  @Test
  void leavesNoTemporaryFile() throws Exception {
    vsecret.write("new", vsecret.firstSecret(), "rw-------");
    vsecret.runAndExpect(0, "create", "--output-file", "new");
    assertThat(vsecret.workingDirectory()).isDirectoryNotContaining("glob:**/.*");
    assertThat(vsecret.journalExists()).isFalse();
  }

  @Test
  void refusesAFileThatWouldKeepItsContentUnderAnotherName() throws Exception {
    Path file = vsecret.write("new", vsecret.firstSecret(), "rw-------");
    Files.createLink(file("second"), file);
    assertThat(vsecret.runAndExpectNothingSent(2, "create", "--output-file", "new").err())
        .contains("new has 2 names");
    assertThat(file).hasContent(vsecret.firstSecret());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A note.\n",
        "Password123\n",
        "VONAGE_API_KEY=a\nDATABASE=b\n",
        "{\"api-key\": \"a\"}",
        "\n"
      })
  void rejectsAFileWithOtherContent(String content) throws Exception {
    Path file = vsecret.write("new", content, "rw-r--r--");
    CommandRun run = vsecret.runAndExpect(2, "create", "--output-file", "new");
    assertThat(run.methods()).containsExactly("GET");
    assertThat(run.err())
        .contains("new would be overwritten, but does not contain an earlier output");
    assertThat(Files.readString(file)).isEqualTo(content);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
  }

  @Test
  void rejectsABareSecretForAJsonFile() throws Exception {
    vsecret.runAndExpect(0, "create", "--output-file", "new", "-o", "json");
    String content = Files.readString(file("new"));
    vsecret.runAndExpect(2, "rotate", "--output-file", "new");
    assertThat(Files.readString(file("new"))).isEqualTo(content);
  }

  @Test
  void writesTheSameJsonToTheFileAsPrint() throws Exception {
    vsecret.runAndExpect(0, "create", "--output-file", "new.json", "-o", "json");
    JsonNode json = JsonMapper.shared().readTree(Files.readString(file("new.json")));
    assertThat(json.path("secret").asString()).isEqualTo(vsecret.newestSecret());
    assertThat(json.path("secret_id").asString()).isEqualTo(vsecret.ids().get(1));
  }

  @Test
  void appendsALineOfJsonToAJsonLinesFile() throws Exception {
    vsecret.write("all.jsonl", "{\"account\":\"other\"}\n", "rw-------");
    vsecret.runAndExpect(0, "create", "--output-file", "all.jsonl");
    List<String> lines = Files.readAllLines(file("all.jsonl"));
    assertThat(lines).hasSize(2).first().isEqualTo("{\"account\":\"other\"}");
    JsonNode json = JsonMapper.shared().readTree(lines.get(1));
    assertThat(json.path("account").asString()).isEqualTo(vsecret.server().apiKey());
    assertThat(json.path("secret_id").asString()).isEqualTo(vsecret.ids().get(1));
    assertThat(json.path("secret").asString()).isEqualTo(vsecret.newestSecret());
  }

  @Test
  void writesBackIntoVonageJsonAndNothingElseInIt() throws Exception {
    String template = "{\n\t\"app-id\":  \"x\",\n\t\"api-secret\" : \"%s\",\"api-key\":\"%s\" }";
    Path config =
        vsecret.write(
            "config",
            template.formatted(vsecret.firstSecret(), vsecret.server().apiKey()),
            "rw-r-----");
    vsecret.runAndExpect(0, "create", "--config", "config", "--write-back");
    assertThat(Files.readString(config))
        .isEqualTo(template.formatted(vsecret.newestSecret(), vsecret.server().apiKey()));
    assertThat(vsecret.newestSecret()).isNotEqualTo(vsecret.firstSecret());
    assertThat(Files.getPosixFilePermissions(config))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
  }

  @Test
  void writesBackIntoDotenv() throws Exception {
    String template = "# mine\nVONAGE_API_KEY=%s\nexport VONAGE_API_SECRET='%s' # in use\nX=1";
    Path env =
        vsecret.write(
            ".env",
            template.formatted(vsecret.server().apiKey(), vsecret.firstSecret()),
            "rw-------");
    vsecret.runAndExpect(0, "create", "--config", ".env", "--write-back");
    assertThat(Files.readString(env).replace("'", ""))
        .isEqualTo(
            template.replace("'", "").formatted(vsecret.server().apiKey(), vsecret.newestSecret()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n"})
  void writesBackIntoABareFileAndKeepsItsEnd(String end) throws Exception {
    Path bare = vsecret.write("secret", vsecret.firstSecret() + end, "rw-------");
    vsecret.runAndExpect(
        0,
        "create",
        "--api-key",
        vsecret.server().apiKey(),
        "--api-secret-file",
        "secret",
        "--write-back");
    assertThat(Files.readString(bare)).isEqualTo(vsecret.newestSecret() + end);
  }

  @Test
  void leavesTheCredentialFileAloneUnlessToldToWriteBack() throws Exception {
    Path config = vsecret.writeConfiguration();
    String before = Files.readString(config);
    vsecret.runAndExpect(0, "create", "--config", "config.json", "--output-file", "new");
    assertThat(Files.readString(config)).isEqualTo(before);
  }

  @Test
  void suggestsWriteBackIfThereIsNoDestination() throws Exception {
    Path config = vsecret.writeConfiguration();
    vsecret.setInput("Bring-Your-0wn;");
    CommandRun run =
        vsecret.runAndExpectNothingSent(2, "create", "--config", "config.json", "--secret-stdin");
    assertThat(run.err())
        .contains("No destination")
        .contains("add --write-back to save it to " + config)
        .doesNotContain("read the credentials from a file");
  }

  @Test
  void suggestsWriteBackWithAFileIfTheCredentialsCameFromElsewhere() {
    assertThat(vsecret.runAndExpectNothingSent(2, "create").err())
        .contains("read the credentials from a file and add --write-back");
  }

  @Test
  void doesNotSuggestWriteBackForASubaccount() throws Exception {
    vsecret.writeConfiguration();
    CommandRun run =
        vsecret.runAndExpectNothingSent(
            2, "create", "--config", "config.json", "--account", "0123abcd");
    assertThat(run.err()).contains("No destination").doesNotContain("--write-back");
  }

  @Test
  void cannotWriteBackIntoTheEnvironment() {
    CommandRun run = vsecret.runAndExpectNothingSent(2, "create", "--write-back", "--print");
    assertThat(run.err()).contains("--write-back").contains("the environment");
  }

  @Test
  void aHookGetsOnlyTheSecretOnStandardInputAndTheRestInVariables() throws Exception {
    Path got = file("got");
    vsecret.runAndExpect(
        0,
        "create",
        "--deploy-hook",
        "{ cat; echo; echo $VONAGE_API_KEY; echo $VONAGE_API_SECRET; echo $VSECRET_HOOK_ACCOUNT;"
            + " echo $VSECRET_HOOK_NEW_ID; echo $VSECRET_HOOK_OLD_ID; } >"
            + got);
    String key = vsecret.server().apiKey();
    assertThat(Files.readAllLines(got))
        .containsExactly(
            vsecret.newestSecret(),
            key,
            vsecret.newestSecret(),
            key,
            vsecret.ids().get(1),
            vsecret.ids().get(0));
  }

  @Test
  void anArgumentThatStartsWithAnAtSignIsNotExpanded() throws Exception {
    Path more = vsecret.write("more", "--print", "rw-------");
    CommandRun run = vsecret.runAndExpectNothingSent(2, "create", "@" + more);
    assertThat(run.out()).isEmpty();
    assertThat(vsecret.ids()).hasSize(1);
  }

  @Test
  void masksBothSecretsInTheHooksOutput() {
    CommandRun run =
        vsecret.runAndExpect(
            0,
            "create",
            "--deploy-hook",
            "echo new $VONAGE_API_SECRET; echo old " + vsecret.firstSecret() + " >&2");
    assertThat(run.out()).doesNotContain("new ***");
    assertThat(run.err()).contains("new ***").contains("old ***");
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing-folder/new", "folder"})
  void rejectsAnUnwritableDestinationBeforeAnythingIsSent(String name) throws Exception {
    Files.createDirectory(file("folder"));
    vsecret.runAndExpectNothingSent(2, "create", "--output-file", name);
  }

  @Test
  void refusesAHookThatIsNotExecutableBeforeAnythingIsSent() throws Exception {
    Path hook = vsecret.write("hook.sh", "#!/bin/sh\n", "rw-------");
    CommandRun run = vsecret.runAndExpectNothingSent(2, "create", "--deploy-hook", hook.toString());
    assertThat(run.err()).contains("not executable");
  }
}
