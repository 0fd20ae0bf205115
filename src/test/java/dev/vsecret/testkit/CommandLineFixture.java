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
 * Runs whole command lines in this JVM against a sandbox, in folders of their own and with a clock
 * that only waiting moves. After every test all output is searched for secrets.
 */
public final class CommandLineFixture implements BeforeEachCallback, AfterEachCallback {
  /** As long as a generated secret; nothing else in any message looks like it. */
  private static final Pattern GENERATED =
      Pattern.compile("(?<![A-Za-z0-9])[A-Za-z0-9]{25}(?![A-Za-z0-9])");

  private static final Pattern ANNOUNCEMENT =
      Pattern.compile("^::add-mask::.*\n", Pattern.MULTILINE);

  private final SandboxSettings settings;

  /** The sandbox's and the process's at once. */
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

  /** The sandbox starts with {@code settings}. */
  public CommandLineFixture(SandboxSettings settings) {
    this.settings = settings;
  }

  /** One account with one secret, 100 days old. */
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

  /** No output shows a secret, but for a standard output that was asked to. */
  private void requireSecrecy(CommandRun run) {
    boolean printed = run.arguments().contains("--print");
    // What is printed is announced to GitHub's runner, which hides it.
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

  /** A run of {@code arguments}, whatever its exit code. */
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

  /** A run that must end with {@code exitCode}. */
  public CommandRun runAndExpect(int exitCode, String... arguments) {
    CommandRun run = run(arguments);
    assertThat(run.exitCode()).as("%s\n--- exit code", run).isEqualTo(exitCode);
    return run;
  }

  /** A run that must end with {@code exitCode}, after not a single request. */
  public CommandRun runAndExpectNothingSent(int exitCode, String... arguments) {
    CommandRun run = runAndExpect(exitCode, arguments);
    assertThat(run.requests()).as("%s\n--- requests", run).isEmpty();
    return run;
  }

  /** How many requests of that method have been answered so far. */
  public long requests(String method) {
    return server.requests().stream().filter(one -> one.request().method().equals(method)).count();
  }

  /** Another program with its own state folder; the credentials stay. */
  public void setStateFolder(Path folder) {
    variables.put("VSECRET_STATE_DIR", folder.toString());
  }

  public void setVariable(String name, String value) {
    variables.put(name, value);
  }

  public void removeVariable(String name) {
    variables.remove(name);
  }

  /** Takes the credentials out of the environment. */
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

  /** Standard output is this from now on, and not captured. */
  public void setStandardOutput(Writer writer) {
    standardOutput = Optional.of(writer);
  }

  /** A text that must not be seen in any output of this test. */
  public String canary(String secret) {
    knownSecrets.add(secret);
    return secret;
  }

  /**
   * Does {@code action}, as someone else might, when the n-th request of that method from now on
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

  /** Does {@code action} at the end of the n-th wait from now on, however long that is. */
  public void whenWaited(int n, Runnable action) {
    clock.whenSlept(n, action);
  }

  /** How long all waits were together, and what the test let pass. */
  public Duration elapsed() {
    return clock.elapsed();
  }

  /** The run that is under way gets a signal of this number. */
  public void signal(int number) {
    stopSignals.receive(number);
  }

  /** Someone else makes a secret of the account. */
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

  /** The secret that the account had at the start; the newer one if it had two. */
  public String firstSecret() {
    return server.apiSecret().reveal();
  }

  /** The value of the secret that was made last. */
  public String newestSecret() {
    return server.accounts().newestSecret(server.apiKey()).reveal();
  }

  public boolean accepts(String secret) {
    return accepts(server.apiKey(), secret);
  }

  /** As {@link #accepts(String)}, of any account. */
  public boolean accepts(String account, String secret) {
    return server.accounts().accepts(account, SecretValue.of(secret));
  }

  /** The subaccounts' keys that are not suspended, in the server's order. */
  public List<String> subaccounts() {
    return server.accounts().subaccounts().stream()
        .filter(subaccount -> !subaccount.suspended())
        .map(Subaccount::apiKey)
        .toList();
  }

  /** The ids of the account's secrets, the older one first. */
  public List<String> ids() {
    return ids(server.apiKey());
  }

  /** As {@link #ids()}, of any account. */
  public List<String> ids(String account) {
    return server.accounts().list(account).stream()
        .sorted(Comparator.comparing(Secret::createdAt))
        .map(Secret::id)
        .toList();
  }

  /** Writes a file into the working directory, with {@code mode} like {@code rw-------}. */
  public Path write(String name, String content, String mode) throws IOException {
    Path file = workingDirectory().resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return file;
  }

  /** A file that the Vonage CLI could have written, with the account's first secret. */
  public Path writeConfiguration() throws IOException {
    return write(
        "config.json",
        "{\"api-key\": \"%s\", \"api-secret\": \"%s\"}\n".formatted(server.apiKey(), firstSecret()),
        "rw-------");
  }

  /** Every file in the fixture's folders with its content, locks left out. */
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

  /** Whether a change waits to be finished. */
  public boolean journalExists() throws IOException {
    return files().keySet().stream().anyMatch(name -> name.endsWith(".journal"));
  }
}
