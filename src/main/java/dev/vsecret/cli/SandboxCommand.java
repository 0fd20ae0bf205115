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
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vsecret sandbox}. */
@Command(
    name = "sandbox",
    description = {
      SandboxCommand.SUMMARY,
      "Serves until Ctrl-C, or runs a command with its address and credentials set."
    },
    footer = {"", "Example: vsecret sandbox --secrets 2 -- vsecret list"})
final class SandboxCommand implements Callable<Integer> {
  /** What the list of commands says of it. */
  static final String SUMMARY =
      "A local emulator of the API, to rehearse with: no account, no network, no risk.";

  private final Environment environment;

  @Option(names = "--port", paramLabel = "N", description = "Where to listen (default: any free).")
  private int port;

  @Option(
      names = "--secrets",
      paramLabel = "1|2",
      description = "How many secrets an account starts with (default: 1).")
  private int secrets = 1;

  @Option(names = "--subaccounts", paramLabel = "N", description = "How many (default: 0).")
  private int subaccounts;

  @Option(
      names = "--age",
      paramLabel = "DURATION",
      description = "How old its secrets are (default: 100d).")
  private Duration age = SandboxSettings.defaults().age();

  @Option(names = "--latency", paramLabel = "DURATION", description = "Of every reply: 50ms, 2s.")
  private Latency latency = new Latency(Duration.ZERO);

  @Option(
      names = "--propagation",
      paramLabel = "DURATION",
      description = "How long a new secret is refused at first.")
  private Duration propagation = Duration.ZERO;

  @Option(
      names = "--rate-limit",
      paramLabel = "N/DURATION",
      description = "Requests in a time, for each API key: 30/1h.")
  private RateLimit rateLimit;

  @Option(
      names = "--fail",
      paramLabel = "PERCENT",
      description = "Share of requests that are lost, refused or answered with an error.")
  private int failPercent;

  @Option(names = "--tls", description = "Serve HTTPS, with a certificate of its own.")
  private boolean tls;

  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      description = "Behind --: what to run; its exit code is passed on.")
  private List<String> command = List.of();

  SandboxCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    SandboxSettings settings =
        SandboxSettings.defaults()
            .withPort(port)
            .withSecrets(secrets)
            .withSubaccounts(subaccounts)
            .withAge(age)
            .withLatency(latency.value())
            .withPropagation(propagation)
            .withFailPercent(failPercent)
            .withTls(tls);
    if (rateLimit != null) {
      settings = settings.withRateLimit(rateLimit);
    }
    try (SandboxServer server =
        SandboxServer.start(settings, environment.clock(), environment.random())) {
      Map<String, String> variables = variables(server);
      if (command.isEmpty()) {
        return serve(server, variables);
      }
      return new SandboxedProcess(environment, variables).run(command);
    }
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
