package dev.vsecret.credentials;

import static dev.vsecret.credentials.Refusals.CANARY;
import static dev.vsecret.credentials.Refusals.refusal;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.secret.Credentials;
import dev.vsecret.secret.SecretValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CredentialSourcesTest {
  private static final CredentialFlags NO_FLAGS =
      new CredentialFlags(
          Optional.empty(), Optional.empty(), false, Optional.empty(), Optional.empty());

  @TempDir private Path folder;

  private final Map<String, String> variables = new HashMap<>();
  private Path workingDirectory;
  private Path local;
  private Path home;

  @BeforeEach
  void createFolders() throws IOException {
    workingDirectory = Files.createDirectory(folder.resolve("work"));
    local = workingDirectory.resolve(".vonagerc");
    Path homeFolder = Files.createDirectories(folder.resolve("home"));
    home = Files.createDirectory(homeFolder.resolve(".vonage")).resolve("config.json");
    variables.put("HOME", homeFolder.toString());
  }

  private Optional<LoadedCredentials> find(CredentialFlags flags, InputStream standardInput) {
    return new CredentialSources(flags, variables, workingDirectory, standardInput).find();
  }

  /** Finds credentials with an unreadable standard input: an unexpected read fails. */
  private Optional<LoadedCredentials> find(CredentialFlags flags) throws IOException {
    InputStream closed = InputStream.nullInputStream();
    closed.close();
    return find(flags, closed);
  }

  private Optional<LoadedCredentials> find() throws IOException {
    return find(NO_FLAGS);
  }

  private static CredentialFlags keyAndFile(String key, Path secretFile) {
    return new CredentialFlags(
        Optional.of(key), Optional.of(secretFile), false, Optional.empty(), Optional.empty());
  }

  private static CredentialFlags keyAndStandardInput(String key) {
    return new CredentialFlags(
        Optional.of(key), Optional.empty(), true, Optional.empty(), Optional.empty());
  }

  private static CredentialFlags configuration(Path path) {
    return new CredentialFlags(
        Optional.empty(), Optional.empty(), false, Optional.empty(), Optional.of(path));
  }

  private static InputStream input(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("file"), content);
  }

  private static String json(String key, String secret) {
    return "{\"api-key\":\"%s\",\"api-secret\":\"%s\"}".formatted(key, secret);
  }

  private static Credentials credentials(String key, String secret) {
    return new Credentials(key, SecretValue.of(secret));
  }

  private void assertFound(
      Optional<LoadedCredentials> found, Credentials credentials, String source) {
    assertThat(found).isPresent();
    assertThat(found.get().credentials()).isEqualTo(credentials);
    assertThat(found.get().source()).isEqualTo(source);
  }

  @Test
  void withoutAnySourceThereAreNoCredentials() throws IOException {
    assertThat(find()).isEmpty();
    variables.remove("HOME");
    assertThat(find()).isEmpty();
    variables.put("HOME", "");
    assertThat(find()).isEmpty();
  }

  @Test
  void theFirstSourceThatHasCredentialsIsTakenWhole() throws IOException {
    Path secretFile = file("fromTheFlag1\n");
    variables.put("VONAGE_API_KEY", "environment");
    variables.put("VONAGE_API_SECRET", "fromTheEnvironment1");
    Files.writeString(local, json("local", "fromTheLocalFile1"));
    Files.writeString(home, json("home", "fromTheHomeFile1"));

    Optional<LoadedCredentials> fromFlags = find(keyAndFile("flag", secretFile));
    assertFound(fromFlags, credentials("flag", "fromTheFlag1"), secretFile.toString());
    assertThat(fromFlags.get().file().orElseThrow().path()).isEqualTo(secretFile);

    Optional<LoadedCredentials> fromVariables = find();
    assertFound(
        fromVariables, credentials("environment", "fromTheEnvironment1"), "the environment");
    assertThat(fromVariables.get().file()).isEmpty();

    variables.remove("VONAGE_API_KEY");
    variables.remove("VONAGE_API_SECRET");
    Optional<LoadedCredentials> fromLocal = find();
    assertFound(fromLocal, credentials("local", "fromTheLocalFile1"), local.toString());
    assertThat(fromLocal.get().file().orElseThrow().path()).isEqualTo(local);

    Files.delete(local);
    Optional<LoadedCredentials> fromHome = find();
    assertFound(fromHome, credentials("home", "fromTheHomeFile1"), home.toString());
    assertThat(fromHome.get().file().orElseThrow().path()).isEqualTo(home);
  }

  @Test
  void aSourceThatIsNotNeededIsNotEvenRead() throws IOException {
    variables.put("VONAGE_API_KEY", "abcd1234");
    variables.put("VONAGE_API_SECRET", "fromTheEnvironment1");
    Files.writeString(local, "no JSON at all");
    Files.createDirectory(home);
    assertFound(find(), credentials("abcd1234", "fromTheEnvironment1"), "the environment");
  }

  @Test
  void theSecretMayComeFromStandardInput() {
    Optional<LoadedCredentials> found =
        find(keyAndStandardInput("abcd1234"), input("fromThePipe1\n"));
    assertFound(found, credentials("abcd1234", "fromThePipe1"), "standard input");
    assertThat(found.get().file()).isEmpty();
  }

  @Test
  void aConfigurationFileIsJsonOrDotenvWhateverItsName() throws IOException {
    Path path = file("\r\n  " + json("json", "fromTheJson1"));
    assertFound(find(configuration(path)), credentials("json", "fromTheJson1"), path.toString());
    assertThat(find(configuration(path)).get().file().orElseThrow().format())
        .isEqualTo(CredentialFormat.VONAGE_JSON);

    file("VONAGE_API_KEY=dotenv\nVONAGE_API_SECRET=fromDotenv1\n");
    assertFound(find(configuration(path)), credentials("dotenv", "fromDotenv1"), path.toString());
    assertThat(find(configuration(path)).get().file().orElseThrow().format())
        .isEqualTo(CredentialFormat.DOTENV);
  }

  @Test
  void aKeyOptionWithoutASecretIsNotCompletedFromElsewhere() {
    variables.put("VONAGE_API_KEY", "abcd1234");
    variables.put("VONAGE_API_SECRET", CANARY);
    CredentialFlags onlyKey =
        new CredentialFlags(
            Optional.of("abcd1234"), Optional.empty(), false, Optional.empty(), Optional.empty());
    assertThat(refusal(() -> find(onlyKey)))
        .contains("--api-key needs its secret", "--api-secret-file", "--api-secret-stdin");
  }

  @Test
  void aSecretOptionWithoutAKeyIsNotCompletedFromElsewhere() throws IOException {
    variables.put("VONAGE_API_KEY", "abcd1234");
    variables.put("VONAGE_API_SECRET", CANARY);
    CredentialFlags onlyFile =
        new CredentialFlags(
            Optional.empty(), Optional.of(file(CANARY)), false, Optional.empty(), Optional.empty());
    assertThat(refusal(() -> find(onlyFile))).contains("add --api-key");
    CredentialFlags onlyStandardInput =
        new CredentialFlags(
            Optional.empty(), Optional.empty(), true, Optional.empty(), Optional.empty());
    assertThat(refusal(() -> find(onlyStandardInput, input(CANARY)))).contains("add --api-key");
  }

  @Test
  void halfAPairInTheEnvironmentIsNotCompletedFromElsewhere() throws IOException {
    Files.writeString(local, json("abcd1234", CANARY));
    Files.writeString(home, json("abcd1234", CANARY));
    variables.put("VONAGE_API_KEY", "abcd1234");
    assertThat(refusal(this::find))
        .contains("environment has VONAGE_API_KEY", "lacks VONAGE_API_SECRET");
    variables.remove("VONAGE_API_KEY");
    variables.put("VONAGE_API_SECRET", CANARY);
    assertThat(refusal(this::find))
        .contains("environment has VONAGE_API_SECRET", "lacks VONAGE_API_KEY");
  }

  @Test
  void anEmptyVariableCountsAsUnset() throws IOException {
    variables.put("VONAGE_API_KEY", "");
    variables.put("VONAGE_API_SECRET", "");
    assertThat(find()).isEmpty();
    Files.writeString(local, json("local", "fromTheLocalFile1"));
    assertFound(find(), credentials("local", "fromTheLocalFile1"), local.toString());
    variables.put("VONAGE_API_KEY", "abcd1234");
    assertThat(refusal(this::find)).contains("lacks VONAGE_API_SECRET");
  }

  @Test
  void halfAPairInAVonageFileIsNotCompletedFromElsewhere() throws IOException {
    Files.writeString(home, json("abcd1234", CANARY));
    Files.writeString(local, "{\"api-key\":\"abcd1234\"}");
    assertThat(refusal(this::find))
        .contains(local.toString(), "has an API key", "lacks an API secret");
    Files.writeString(local, "{\"api-secret\":\"" + CANARY + "\"}");
    assertThat(refusal(this::find))
        .contains(local.toString(), "has an API secret", "lacks an API key");
    Files.writeString(local, json("", CANARY));
    assertThat(refusal(this::find)).contains(local.toString(), "lacks an API key");

    Files.delete(local);
    Files.writeString(home, json("abcd1234", ""));
    assertThat(refusal(this::find)).contains(home.toString(), "lacks an API secret");
  }

  @Test
  void halfAPairInAConfigurationFileIsNotCompletedFromElsewhere() throws IOException {
    variables.put("VONAGE_API_KEY", "abcd1234");
    variables.put("VONAGE_API_SECRET", CANARY);
    Path path = file("VONAGE_API_KEY=abcd1234\n");
    assertThat(refusal(() -> find(configuration(path))))
        .contains(path.toString(), "lacks an API secret");
    file("VONAGE_API_SECRET=" + CANARY);
    assertThat(refusal(() -> find(configuration(path))))
        .contains(path.toString(), "lacks an API key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"app-id\":\"1\"}", "{\"api-key\":\"\",\"api-secret\":\"\"}"})
  void aVonageFileWithNeitherFallsThrough(String content) throws IOException {
    Files.writeString(local, content);
    assertThat(find()).isEmpty();
    Files.writeString(home, json("home", "fromTheHomeFile1"));
    assertFound(find(), credentials("home", "fromTheHomeFile1"), home.toString());
    Files.writeString(home, content);
    assertThat(find()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# nothing yet\n", "OTHER=1\n", "{}", "just words"})
  void aNamedFileWithNeitherIsRefusedSinceItWasNamed(String content) throws IOException {
    variables.put("VONAGE_API_KEY", "abcd1234");
    variables.put("VONAGE_API_SECRET", CANARY);
    Path path = file(content);
    assertThat(refusal(() -> find(configuration(path))))
        .contains(path.toString(), "api-key", "api-secret", "VONAGE_API_KEY", "VONAGE_API_SECRET");
  }

  @Test
  void aConfigurationFileGoesWithNoOtherFlag() throws IOException {
    Optional<Path> file = Optional.of(file(json("abcd1234", CANARY)));
    Optional<String> key = Optional.of("abcd1234");
    for (CredentialFlags flags :
        new CredentialFlags[] {
          new CredentialFlags(key, Optional.empty(), false, Optional.empty(), file),
          new CredentialFlags(Optional.empty(), file, false, Optional.empty(), file),
          new CredentialFlags(Optional.empty(), Optional.empty(), true, Optional.empty(), file),
          new CredentialFlags(key, file, true, Optional.empty(), file),
        }) {
      assertThat(refusal(() -> find(flags))).contains("--config", "--api-key", "never mixed");
    }
  }

  @Test
  void onlyOneSourceOfTheSecretIsAllowed() throws IOException {
    CredentialFlags both =
        new CredentialFlags(
            Optional.of("abcd1234"),
            Optional.of(file(CANARY)),
            true,
            Optional.empty(),
            Optional.empty());
    assertThat(refusal(() -> find(both))).contains("--api-secret-file", "--api-secret-stdin");
  }

  @Test
  void anApiKeyThatLooksLikeSomethingElseIsRefusedWithoutRepeatingIt() throws IOException {
    String slip = CANARY + "!";
    assertThat(refusal(() -> find(keyAndFile(slip, file("0ldSecret"))))).contains("API key");
    assertThat(refusal(() -> find(keyAndStandardInput(slip), input("0ldSecret"))))
        .contains("API key");
    Files.writeString(local, json(slip, "0ldSecret"));
    assertThat(refusal(this::find)).contains("API key");
    variables.put("VONAGE_API_KEY", "abcd1234:" + CANARY);
    variables.put("VONAGE_API_SECRET", "0ldSecret");
    assertThat(refusal(this::find)).contains("API key");
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = folder.resolve("missing");
    assertThat(refusal(() -> find(configuration(missing))))
        .contains(missing.toString(), "does not exist");
    assertThat(refusal(() -> find(keyAndFile("abcd1234", missing))))
        .contains(missing.toString(), "does not exist");
    assertThat(refusal(() -> find(configuration(missing.resolve("below")))))
        .contains(missing.toString(), "does not exist");
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    Files.createDirectory(local);
    assertThat(refusal(this::find)).contains(local.toString(), "Cannot read");
    assertThat(refusal(() -> find(configuration(folder)))).contains(folder.toString());
    Path loop = folder.resolve("loop");
    Files.createSymbolicLink(loop, loop);
    assertThat(refusal(() -> find(keyAndFile("abcd1234", loop)))).contains(loop.toString());
    Path belowAFile = file("0ldSecret").resolve("below");
    assertThat(refusal(() -> find(configuration(belowAFile)))).contains(belowAFile.toString());
  }

  @Test
  void aFileThatIsTooLargeIsRejectedWithoutReadingAllOfIt() {
    Path endless = Path.of("/dev/zero");
    assertThat(refusal(() -> find(configuration(endless)))).contains("/dev/zero", "too large");
    assertThat(refusal(() -> find(keyAndFile("abcd1234", endless))))
        .contains("/dev/zero", "too large");
  }

  @Test
  void aMebibyteIsTheLimit() throws IOException {
    String start = "VONAGE_API_KEY=abcd1234\nVONAGE_API_SECRET=" + CANARY + "\n#";
    String largest = start + "x".repeat((1 << 20) - start.length());
    assertThat(find(configuration(file(largest)))).isPresent();
    assertThat(refusal(() -> find(configuration(file(largest + "x"))))).contains("too large");
  }

  @Test
  void aFileThatIsNotUtf8IsRefused() throws IOException {
    byte[] latin1 = ("VONAGE_API_SECRET=" + CANARY + "é").getBytes(ISO_8859_1);
    Path path = Files.write(folder.resolve("latin1"), latin1);
    assertThat(refusal(() -> find(configuration(path)))).contains(path.toString(), "not UTF-8");
    assertThat(refusal(() -> find(keyAndFile("abcd1234", path)))).contains("not UTF-8");
    assertThat(
            refusal(() -> find(keyAndStandardInput("abcd1234"), new ByteArrayInputStream(latin1))))
        .contains("Standard input", "not UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"api-key\":\"abcd1234\",\"api-secret\":\"CANARY\"        | not valid JSON",
        "{\"api-key\":\"abcd1234\",\"api-secret\":\"CANARY          | not valid JSON",
        "{\"api-key\":\"abcd1234\",\"api-secret\":CANARY}           | not valid JSON",
        "{\"api-key\":\"abcd1234\",'api-secret':'CANARY'}           | not valid JSON",
        "{CANARY}                                                   | not valid JSON",
        "{\"api-secret\":\"CANARY\\x\"}                             | not valid JSON",
        "{\"api-secret\":\"CANARY\",}                               | not valid JSON",
        "{\"api-secret\":\"CANARY\"}CANARY                          | JSON",
        "{\"api-secret\":\"CANARY\"} {\"api-secret\":\"CANARY\"}    | after its JSON object",
        "[\"CANARY\"]                                               | not a JSON object",
        "\"CANARY\"                                                 | not a JSON object",
        "{\"api-secret\":[\"CANARY\"]}                              | not a string",
        "{\"api-secret\":{\"value\":\"CANARY\"}}                    | not a string",
        "{\"CANARY\":1,\"api-secret\":12345678}                     | not a string",
        "{\"api-secret\":null,\"old\":\"CANARY\"}                   | not a string",
        "{\"api-secret\":\"CANARY\",\"apiSecret\":\"CANARY2\"}      | two different API secrets",
      })
  void aMalformedVonageFileIsReportedWithoutItsContent(String content, String fault)
      throws IOException {
    Files.writeString(home, json("abcd1234", CANARY));
    Files.writeString(local, content.replace("CANARY", CANARY));
    assertThat(refusal(this::find)).contains(local.toString(), fault);
  }

  @Test
  void anEmptyVonageFileIsRefused() throws IOException {
    Files.createFile(local);
    assertThat(refusal(this::find)).contains(local.toString(), "not a JSON object");
  }

  @Test
  void aSecretFileWithTwoLinesIsRefused() throws IOException {
    Path path = file(CANARY + "\n" + CANARY + "\n");
    assertThat(refusal(() -> find(keyAndFile("abcd1234", path))))
        .contains(path.toString(), "more than one line");
  }

  @Test
  void foundCredentialsPrintWithoutTheirSecret() throws IOException {
    Path path = file(json("abcd1234", CANARY));
    assertThat(find(configuration(path)).orElseThrow().toString())
        .contains("abcd1234", path.toString())
        .doesNotContain(CANARY);
  }
}
