package dev.vsecret.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.Environment;
import dev.vsecret.StopSignals;
import dev.vsecret.cli.Vsecret;
import dev.vsecret.sandbox.Fault;
import dev.vsecret.sandbox.SandboxServer;
import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.sandbox.Subaccount;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs command lines in this JVM against a sandbox, with separate folders and a clock that only
 * moves during waits. After every test, all output is searched for secrets.
 */
public final class CommandLineFixture implements BeforeEachCallback, AfterEachCallback {
  /** Matches text like a generated secret; nothing else in a message looks like it. */
  private static final Pattern GENERATED =
      Pattern.compile("(?<![A-Za-z0-9])[A-Za-z0-9]{25}(?![A-Za-z0-9])");

  private static final Pattern ANNOUNCEMENT =
      Pattern.compile("^::add-mask::.*\n", Pattern.MULTILINE);

  private final SandboxSettings settings;

  /** The clock of both the sandbox and the process. */
  private final FakeClock clock = new FakeClock();

  private final Map<String, String> variables = new HashMap<>();
  private final Set<String> knownSecrets = new LinkedHashSet<>();
  private final List<CommandRun> runs = new ArrayList<>();
  private ScriptedTerminal terminal = ScriptedTerminal.none();
  private StopSignals stopSignals = new StopSignals();
  private byte[] input = new byte[0];
  private Optional<Writer> standardOutput = Optional.empty();
  private Path root;
  private SandboxServer server;

  /** Starts the sandbox with {@code settings}. */
  public CommandLineFixture(SandboxSettings settings) {
    this.settings = settings;
  }

  /** Starts the sandbox with one account with one secret, 100 days old. */
  public CommandLineFixture() {
    this(SandboxSettings.defaults());
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    root = Files.createTempDirectory("vsecret-test");
    Files.createDirectories(workingDirectory());
    Files.createDirectories(home());
    server = SandboxServer.start(settings, clock, new Random(20260301));
    server.record();
    knownSecrets.add(server.apiSecret().reveal());
    variables.put("HOME", home().toString());
    variables.put("TERM", "xterm-256color");
    variables.put("VSECRET_STATE_DIR", stateFolder().toString());
    variables.put("VSECRET_BASE_URL", server.baseUrl().toString());
    variables.put("VONAGE_API_KEY", server.apiKey());
    variables.put("VONAGE_API_SECRET", server.apiSecret().reveal());
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    server.close();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    runs.forEach(this::requireSecrecy);
  }

  /** Checks that no output shows a secret, except standard output if requested. */
  private void requireSecrecy(CommandRun run) {
    boolean printed = run.arguments().contains("--print");
    // A printed secret is registered with GitHub's runner, which masks it.
    boolean announced = printed && "true".equals(variables.get("GITHUB_ACTIONS"));
    requireNoSecret(run, announced ? ANNOUNCEMENT.matcher(run.err()).replaceAll("") : run.err());
    if (!printed && !terminal.output()) {
      requireNoSecret(run, run.out());
    }
  }

  private void requireNoSecret(CommandRun run, String text) {
    assertThat(GENERATED.matcher(text).results().map(result -> result.group()))
        .as("what looks like a generated secret in the output of\n%s", run)
        .isEmpty();
    for (String secret : knownSecrets) {
      String basic =
          Base64.getEncoder().encodeToString((server.apiKey() + ":" + secret).getBytes(UTF_8));
      assertThat(text.contains(secret) || text.contains(basic))
          .as("a secret in the output of\n%s", run)
          .isFalse();
    }
  }

  /** Runs {@code arguments} with any exit code. */
  public CommandRun run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    PrintWriter errPrinter = new PrintWriter(err, true);
    terminal.connect(errPrinter);
    int before = server.requests().size();
    stopSignals = new StopSignals();
    int exitCode =
        Vsecret.run(
            new Environment(
                Map.copyOf(variables),
                workingDirectory(),
                Optional.empty(),
                new Environment.Time(clock, clock),
                stopSignals,
                new Random(runs.size()),
                new Environment.Streams(
                    terminal,
                    new ByteArrayInputStream(input),
                    standardOutput.orElse(out),
                    errPrinter)),
            arguments);
    List<String> given = List.of(arguments);
    CommandRun run =
        new CommandRun(
            given,
            exitCode,
            out.toString(),
            err.toString(),
            server.requests().subList(before, server.requests().size()));
    runs.add(run);
    knownSecrets.add(server.accounts().newestSecret(server.apiKey()).reveal());
    return run;
  }

  /** Runs {@code arguments} and checks the exit code. */
  public CommandRun runAndExpect(int exitCode, String... arguments) {
    CommandRun run = run(arguments);
    assertThat(run.exitCode()).as("%s\n--- exit code", run).isEqualTo(exitCode);
    return run;
  }

  /** Runs {@code arguments} and checks the exit code and that no request was sent. */
  public CommandRun runAndExpectNothingSent(int exitCode, String... arguments) {
    CommandRun run = runAndExpect(exitCode, arguments);
    assertThat(run.requests()).as("%s\n--- requests", run).isEmpty();
    return run;
  }

  /** Returns the number of answered requests with this method. */
  public long requests(String method) {
    return server.requests().stream().filter(one -> one.request().method().equals(method)).count();
  }

  /** Changes the state folder, as on another machine. Keeps the credentials. */
  public void setStateFolder(Path folder) {
    variables.put("VSECRET_STATE_DIR", folder.toString());
  }

  public void setVariable(String name, String value) {
    variables.put(name, value);
  }

  public void removeVariable(String name) {
    variables.remove(name);
  }

  /** Removes the credentials from the environment. */
  public void removeCredentials() {
    variables.remove("VONAGE_API_KEY");
    variables.remove("VONAGE_API_SECRET");
  }

  public void setTerminal(ScriptedTerminal newTerminal) {
    terminal = newTerminal;
  }

  public void setInput(String text) {
    input = text.getBytes(UTF_8);
  }

  /** Replaces standard output, which is then not captured. */
  public void setStandardOutput(Writer writer) {
    standardOutput = Optional.of(writer);
  }

  /** Registers a text that must not appear in any output of this test. */
  public String canary(String secret) {
    knownSecrets.add(secret);
    return secret;
  }

  /**
   * Runs {@code action}, like another client, when the n-th request with this method from now on
   * arrives, before the sandbox acts on it.
   */
  public void whenRequested(int n, String method, Runnable action) {
    AtomicInteger arrived = new AtomicInteger();
    server
        .faults()
        .repeat(
            1,
            request -> {
              if (request.method().equals(method) && arrived.incrementAndGet() == n) {
                action.run();
              }
              return false;
            },
            Fault.dropBefore());
  }

  /** Runs {@code action} at the end of the n-th wait from now on. */
  public void whenWaited(int n, Runnable action) {
    clock.whenSlept(n, action);
  }

  /** Returns the total time of all waits and of {@link #advance}. */
  public Duration elapsed() {
    return clock.elapsed();
  }

  /** Sends the signal with this number to the current run. */
  public void signal(int number) {
    stopSignals.receive(number);
  }

  /** Creates a secret of the account, like another client. */
  public String createAsSomeoneElse(String secret) {
    return server.accounts().create(server.apiKey(), SecretValue.of(canary(secret))).id();
  }

  public void advance(Duration by) {
    clock.advance(by);
  }

  public Clock clock() {
    return clock;
  }

  public SandboxServer server() {
    return server;
  }

  public Path home() {
    return root.resolve("home");
  }

  public Path workingDirectory() {
    return root.resolve("work");
  }

  public Path stateFolder() {
    return root.resolve("state");
  }

  /** Returns the account's initial secret; the newer one if it had two. */
  public String firstSecret() {
    return server.apiSecret().reveal();
  }

  /** Returns the value of the newest secret. */
  public String newestSecret() {
    return server.accounts().newestSecret(server.apiKey()).reveal();
  }

  public boolean accepts(String secret) {
    return accepts(server.apiKey(), secret);
  }

  /** As {@link #accepts(String)}, for any account. */
  public boolean accepts(String account, String secret) {
    return server.accounts().accepts(account, SecretValue.of(secret));
  }

  /** Returns the keys of the subaccounts that are not suspended, in the server's order. */
  public List<String> subaccounts() {
    return server.accounts().subaccounts().stream()
        .filter(subaccount -> !subaccount.suspended())
        .map(Subaccount::apiKey)
        .toList();
  }

  /** Returns the ids of the account's secrets, oldest first. */
  public List<String> ids() {
    return ids(server.apiKey());
  }

  /** As {@link #ids()}, for any account. */
  public List<String> ids(String account) {
    return server.accounts().list(account).stream()
        .sorted(Comparator.comparing(Secret::createdAt))
        .map(Secret::id)
        .toList();
  }

  /** Writes a file to the working directory, with a {@code mode} such as {@code rw-------}. */
  public Path write(String name, String content, String mode) throws IOException {
    Path file = workingDirectory().resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return file;
  }

  /** Writes a Vonage CLI configuration with the account's initial secret. */
  public Path writeConfiguration() throws IOException {
    return write(
        "config.json",
        "{\"api-key\": \"%s\", \"api-secret\": \"%s\"}\n".formatted(server.apiKey(), firstSecret()),
        "rw-------");
  }

  /** Returns every file in the fixture's folders with its content, except locks. */
  public SortedMap<String, String> files() throws IOException {
    SortedMap<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.toString().endsWith(".lock")) {
          contents.put(root.relativize(file).toString(), Files.readString(file));
        }
      }
    }
    return contents;
  }

  /** Returns whether there is an unfinished change. */
  public boolean journalExists() throws IOException {
    return files().keySet().stream().anyMatch(name -> name.endsWith(".journal"));
  }
}
