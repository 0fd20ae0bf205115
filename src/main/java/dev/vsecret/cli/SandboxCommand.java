package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.LibraryLogs;
import dev.vsecret.cli.options.SandboxOptions;
import dev.vsecret.output.ShellQuoting;
import dev.vsecret.sandbox.Sandbox;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code vsecret sandbox}. */
final class SandboxCommand implements Callable<Integer> {
  /** The summary in the list of commands. */
  static final String SUMMARY =
      "Run a local emulator of the API to rehearse with: no account, no network, no risk.";

  private final Environment environment;

  private final CommandSpec spec =
      Commands.spec(
          this,
          "sandbox",
          SUMMARY,
          "Serves until Ctrl-C, or runs COMMAND with the sandbox's address and"
              + " credentials set.");

  private final SandboxOptions options = new SandboxOptions(spec);

  private final PositionalParamSpec command =
      PositionalParamSpec.builder()
          .arity("0..*")
          .type(String[].class)
          .paramLabel("COMMAND")
          .description("The command to run, after --. vsecret exits with its exit code.")
          .build();

  SandboxCommand(Environment environment) {
    this.environment = environment;
    spec.usageMessage().footer("", "Example: vsecret sandbox --secrets 2 -- vsecret list");
    spec.addPositional(command);
  }

  /** Returns the command's picocli specification. */
  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws Exception {
    LibraryLogs.silence();
    String[] wrapped = command.getValue();
    try (Sandbox server =
        Sandbox.start(options.settings(), environment.clock(), environment.random())) {
      Map<String, String> variables = variables(server);
      return wrapped == null
          ? serve(server, variables)
          : new SandboxedProcess(environment, variables).run(List.of(wrapped));
    }
  }

  private static Map<String, String> variables(Sandbox server) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("VONAGE_API_KEY", server.apiKey());
    variables.put("VONAGE_API_SECRET", server.apiSecret().reveal());
    variables.put("VSECRET_BASE_URL", server.baseUrl().toString());
    server
        .certificateAuthority()
        .ifPresent(file -> variables.put("VSECRET_CACERT", file.toString()));
    return variables;
  }

  private int serve(Sandbox server, Map<String, String> variables)
      throws IOException, InterruptedException {
    // Ctrl-C ends the process. The hook removes the certificate's folder.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      environment
          .out()
          .write(
              "export " + variable.getKey() + "=" + ShellQuoting.quote(variable.getValue()) + "\n");
    }
    environment.out().flush();
    environment
        .err()
        .println("The sandbox is listening on " + server.baseUrl() + ". Press Ctrl-C to stop it.");
    new CountDownLatch(1).await();
    return ExitCode.OK.code();
  }

  /** Reports the number of requests, since the API limits them. */
  private void stop(Sandbox server) {
    environment.err().println("The sandbox received " + server.requestCount() + " requests.");
    server.close();
  }
}
