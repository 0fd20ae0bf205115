package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.output.ShellQuoting;
import dev.vsecret.sandbox.RateLimit;
import dev.vsecret.sandbox.SandboxServer;
import dev.vsecret.sandbox.SandboxSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code vsecret sandbox}. */
final class SandboxCommand implements Callable<Integer> {
  /** What the list of commands says of it. */
  static final String SUMMARY =
      "A local emulator of the API, to rehearse with: no account, no network, no risk.";

  private final Environment environment;

  private final ValueOption<Integer> port =
      new ValueOption<>("--port", "N", Integer.class, "Where to listen (default: any free).");

  private final ValueOption<Integer> secrets =
      new ValueOption<>(
          "--secrets",
          "1|2",
          Integer.class,
          "How many secrets an account starts with (default: 1).");

  private final ValueOption<Integer> subaccounts =
      new ValueOption<>("--subaccounts", "N", Integer.class, "How many (default: 0).");

  private final ValueOption<Duration> age =
      new ValueOption<>(
          "--age", "DURATION", Duration.class, "How old its secrets are (default: 100d).");

  private final ValueOption<Latency> latency =
      new ValueOption<>("--latency", "DURATION", Latency.class, "Of every reply: 50ms, 2s.");

  private final ValueOption<Duration> propagation =
      new ValueOption<>(
          "--propagation",
          "DURATION",
          Duration.class,
          "How long a new secret is refused at first.");

  private final ValueOption<RateLimit> rateLimit =
      new ValueOption<>(
          "--rate-limit",
          "N/DURATION",
          RateLimit.class,
          "Requests in a time, for each API key: 30/1h.");

  private final ValueOption<Integer> failPercent =
      new ValueOption<>(
          "--fail",
          "PERCENT",
          Integer.class,
          "Share of requests that are lost, refused or answered with an error.");

  private final Flag tls = new Flag("--tls", "Serve HTTPS, with a certificate of its own.");

  private final PositionalParamSpec command =
      PositionalParamSpec.builder()
          .arity("0..*")
          .type(String[].class)
          .paramLabel("COMMAND")
          .description("Behind --: what to run; its exit code is passed on.")
          .build();

  SandboxCommand(Environment environment) {
    this.environment = environment;
  }

  /** The command, as the parser wants it. */
  CommandSpec spec() {
    CommandSpec spec =
        CommandSpec.wrapWithoutInspection(this, new ConstructorFactory()).name("sandbox");
    spec.usageMessage()
        .description(
            SUMMARY, "Serves until Ctrl-C, or runs a command with its address and credentials set.")
        .footer("", "Example: vsecret sandbox --secrets 2 -- vsecret list");
    port.addTo(spec);
    secrets.addTo(spec);
    subaccounts.addTo(spec);
    age.addTo(spec);
    latency.addTo(spec);
    propagation.addTo(spec);
    rateLimit.addTo(spec);
    failPercent.addTo(spec);
    tls.addTo(spec);
    return spec.addPositional(command);
  }

  @Override
  public Integer call() throws Exception {
    String[] wrapped = command.getValue();
    try (SandboxServer server =
        SandboxServer.start(settings(), environment.clock(), environment.random())) {
      Map<String, String> variables = variables(server);
      return wrapped == null
          ? serve(server, variables)
          : new SandboxedProcess(environment, variables).run(List.of(wrapped));
    }
  }

  private SandboxSettings settings() {
    SandboxSettings defaults = SandboxSettings.defaults();
    SandboxSettings settings =
        defaults
            .withPort(port.given().orElse(defaults.port()))
            .withSecrets(secrets.given().orElse(defaults.secrets()))
            .withSubaccounts(subaccounts.given().orElse(defaults.subaccounts()))
            .withAge(age.given().orElse(defaults.age()))
            .withLatency(latency.given().map(Latency::value).orElse(defaults.latency()))
            .withPropagation(propagation.given().orElse(defaults.propagation()))
            .withFailPercent(failPercent.given().orElse(defaults.failPercent()))
            .withTls(tls.given());
    return rateLimit.given().map(settings::withRateLimit).orElse(settings);
  }

  private static Map<String, String> variables(SandboxServer server) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("VONAGE_API_KEY", server.apiKey());
    variables.put("VONAGE_API_SECRET", server.apiSecret().reveal());
    variables.put("VSECRET_BASE_URL", server.baseUrl().toString());
    server
        .certificateAuthority()
        .ifPresent(file -> variables.put("VSECRET_CACERT", file.toString()));
    return variables;
  }

  private int serve(SandboxServer server, Map<String, String> variables)
      throws IOException, InterruptedException {
    // Ctrl-C ends the process; the certificate's folder is not to outlive it.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      environment
          .out()
          .write(
              "export " + variable.getKey() + "=" + ShellQuoting.quote(variable.getValue()) + "\n");
    }
    environment.out().flush();
    environment.err().println("The sandbox serves at " + server.baseUrl() + " until Ctrl-C.");
    new CountDownLatch(1).await();
    return ExitCode.OK.code();
  }

  /** Requests are what the API limits: a rehearsal should show how many it takes. */
  private void stop(SandboxServer server) {
    environment.err().println("The sandbox got " + server.requestCount() + " requests.");
    server.close();
  }
}
