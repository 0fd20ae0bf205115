package dev.vsecret.rotation.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.SandboxServer;
import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import dev.vsecret.testkit.FakeClock;
import dev.vsecret.testkit.Launcher;
import dev.vsecret.testkit.Program;
import dev.vsecret.testkit.Program.Result;
import dev.vsecret.testkit.Program.Running;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A user's machine: a home, a state folder, credentials, and a sandbox that replaces the API. */
final class Workplace implements AutoCloseable {
  /** The key of the first subaccount, the same in every sandbox. */
  static final String SUBACCOUNT = "f8852a76";

  private static final Pattern SECRET_IN_JSON =
      Pattern.compile("\"(?:api-secret|secret|new_secret|old_secret)\" ?: ?\"([^\"]+)\"");

  private final Path folder;
  private final Credentials credentials;
  private final FakeClock clock = FakeClock.ofTheSystem();
  private final SandboxServer server;
  private final Launcher launcher;

  /** The account under test: the primary account or its first subaccount. */
  private final String account;

  /** The environment variable with the secret, if no file has it. */
  private SecretValue given;

  /** All values that the account has ever had. */
  private final Set<SecretValue> known = new HashSet<>();

  /** Where the user's credentials are. */
  enum Credentials {
    /** In {@code ~/.vonage/config.json}. */
    FILE,
    /** In environment variables. */
    ENVIRONMENT,
    /** In {@code ~/.vonage/config.json}: a primary account's, for its subaccount. */
    PRIMARY
  }

  Workplace(Path folder, Credentials credentials) throws IOException {
    this.folder = folder;
    this.credentials = credentials;
    boolean primary = credentials == Credentials.PRIMARY;
    this.server =
        SandboxServer.start(
            SandboxSettings.defaults().withSubaccounts(primary ? 1 : 0), clock, new SecureRandom());
    server.record();
    this.account = primary ? SUBACCOUNT : server.accounts().primaryKey();
    this.given = server.accounts().newestSecret(account);
    known.add(given);
    Files.createDirectories(folder);
    this.launcher =
        new Launcher(folder).in(work()).with("VSECRET_BASE_URL", server.baseUrl().toString());
    Files.createDirectories(config().getParent());
    Files.createDirectories(work());
    if (credentials == Credentials.ENVIRONMENT) {
      launcher.with("VONAGE_API_KEY", account).with("VONAGE_API_SECRET", given.reveal());
    } else {
      Files.writeString(
          config(),
          "{\n  \"app-id\": \"17\",\n  \"api-key\": \"%s\",\n  \"api-secret\": \"%s\"\n}\n"
              .formatted(server.apiKey(), server.apiSecret().reveal()));
    }
  }

  SandboxServer server() {
    return server;
  }

  Path home() {
    return folder.resolve("home");
  }

  Path state() {
    return folder.resolve("state");
  }

  /** The credential file of the Vonage CLI. */
  Path config() {
    return home().resolve(".vonage/config.json");
  }

  /** The folder in which commands run. */
  Path work() {
    return folder.resolve("work");
  }

  void advance(Duration time) {
    clock.advance(time);
  }

  private Program program(List<String> arguments) {
    return launcher.program(arguments.toArray(String[]::new));
  }

  /** Runs a command of the user. */
  Result run(List<String> arguments) throws IOException, InterruptedException {
    return program(arguments).run();
  }

  /** As {@link #run}, but killed at the {@code number}-th fault point. */
  Result runAndDieAt(int number, List<String> arguments) throws IOException, InterruptedException {
    return program(arguments).with("JDK_JAVA_OPTIONS", "-Dvsecret.fault.die-at=" + number).run();
  }

  /** Starts a command of the user. */
  Running start(List<String> arguments) throws IOException {
    return program(arguments).start();
  }

  /**
   * As {@link #run}, on a disk that has no room for files larger than {@code blocks} of 512 bytes.
   */
  Result runOnFullDisk(int blocks, List<String> arguments)
      throws IOException, InterruptedException {
    return program(arguments)
        .by(List.of("sh", "-c", "ulimit -f \"$0\"; exec \"$@\"", Integer.toString(blocks)))
        // Otherwise the JVM writes its performance counters to a file.
        .with("JDK_JAVA_OPTIONS", "-XX:-UsePerfData")
        .run();
  }

  /** The account's ids, oldest first. */
  List<String> ids() {
    return server.accounts().list(account).stream()
        .sorted(Comparator.comparing(Secret::createdAt))
        .map(Secret::id)
        .toList();
  }

  boolean works(SecretValue value) {
    return server.accounts().accepts(account, value);
  }

  Optional<String> idOf(SecretValue value) {
    return server.accounts().idOf(account, value);
  }

  /** The secret that the user currently gives to commands and applications. */
  SecretValue inUse() throws IOException {
    if (credentials == Credentials.FILE) {
      given = lastSecret(Files.readString(config())).orElseThrow();
      known.add(given);
    }
    return given;
  }

  /** Sets the secret that the user gives from now on. */
  void use(SecretValue value) {
    known.add(value);
    given = value;
    if (credentials == Credentials.ENVIRONMENT) {
      launcher.with("VONAGE_API_SECRET", value.reveal());
    }
  }

  /** A plain {@code list} with the secret in use. */
  Result list() throws IOException, InterruptedException {
    return program(List.of("list"))
        .with("VONAGE_API_KEY", account)
        .with("VONAGE_API_SECRET", inUse().reveal())
        .run();
  }

  /** The content of the journal; empty if there is none. */
  Optional<String> journal() throws IOException {
    for (Path file : files(state())) {
      if (file.toString().endsWith(".journal")) {
        String text = Files.readString(file);
        SECRET_IN_JSON
            .matcher(text)
            .results()
            .forEach(match -> known.add(SecretValue.of(match.group(1))));
        return Optional.of(text);
      }
    }
    return Optional.empty();
  }

  /** The last secret in a JSON text. */
  static Optional<SecretValue> lastSecret(String json) {
    return SECRET_IN_JSON
        .matcher(json)
        .results()
        .reduce((earlier, later) -> later)
        .map(result -> SecretValue.of(result.group(1)));
  }

  /** Fails if a file unexpectedly contains a secret, or a run left a temporary file. */
  void requireTidy(Set<Path> holders) throws IOException {
    SecretValue working = inUse();
    for (Path path : all(folder)) {
      assertThat(folder.relativize(path).toString()).doesNotContain("vsecret-new", "vsecret-old");
    }
    List<Path> files = new ArrayList<>(files(home()));
    files.addAll(files(state()));
    for (Path file : files) {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      for (SecretValue value : known) {
        if (!holders.contains(file) || !value.equals(working)) {
          assertThat(text.contains(value.reveal())).as("%s holds a secret", file).isFalse();
        }
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    return all(folder).stream().filter(Files::isRegularFile).toList();
  }

  private static List<Path> all(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.toList();
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
