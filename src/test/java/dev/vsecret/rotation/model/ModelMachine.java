package dev.vsecret.rotation.model;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.ApiSettings;
import dev.vsecret.api.BaseUrl;
import dev.vsecret.api.OkHttpSecretsApi;
import dev.vsecret.api.Preparation;
import dev.vsecret.delivery.Delivery;
import dev.vsecret.journal.StateFolder;
import dev.vsecret.output.ChangeResult;
import dev.vsecret.rotation.ChangeContext;
import dev.vsecret.rotation.ManagedAccount;
import dev.vsecret.rotation.RotationException;
import dev.vsecret.rotation.User;
import dev.vsecret.sandbox.SandboxServer;
import dev.vsecret.secret.Credentials;
import dev.vsecret.secret.SecretGenerator;
import dev.vsecret.secret.SecretValue;
import dev.vsecret.testkit.FakeClock;
import dev.vsecret.testkit.StopRequest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Runs commands one after the other like processes: only the disk outlives each. */
final class ModelMachine implements AutoCloseable {
  /** How long a new secret may take to be accepted. */
  static final Duration VERIFY_TIMEOUT = Duration.ofSeconds(60);

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Path state;
  private final SandboxServer server;
  private final FakeClock time;
  private final RandomGenerator random;
  private final Duration clockSkew;
  private final Duration dateSkew;
  private final OkHttpSecretsApi api;

  /**
   * {@code state} is the folder that outlives a process. This machine's clock is ahead of the true
   * time by {@code clockSkew}; the server's {@code Date} is ahead of the creation times that it
   * lists by {@code dateSkew}.
   */
  ModelMachine(
      Path state,
      SandboxServer server,
      FakeClock time,
      RandomGenerator random,
      Duration clockSkew,
      Duration dateSkew) {
    this.state = state;
    this.server = server;
    this.time = time;
    this.random = random;
    this.clockSkew = clockSkew;
    this.dateSkew = dateSkew;
    this.api =
        OkHttpSecretsApi.create(
            new ApiSettings(baseUrl(), TIMEOUT, Optional.empty(), "model", line -> {}),
            Preparation.NONE,
            Clock.offset(time, clockSkew),
            time,
            random);
  }

  private BaseUrl baseUrl() {
    return BaseUrl.parse(server.baseUrl().toString());
  }

  /** The work of a process. */
  interface Command {
    ChangeResult run(ChangeContext context) throws ApiException, RotationException;
  }

  /**
   * Runs {@code command} as a separate process, which receives {@code secret} and takes at least a
   * second.
   */
  ChangeResult run(
      Command command, SecretValue secret, ModelOutput output, Trouble trouble, StopRequest stop)
      throws ApiException, RotationException {
    time.advance(Duration.ofSeconds(1));
    ManagedAccount account =
        new ManagedAccount(
            trouble.on(api, dateSkew),
            server.apiKey(),
            new Credentials(server.apiKey(), secret),
            "");
    return command.run(
        new ChangeContext(
            account,
            baseUrl(),
            StateFolder.of(Map.of("VSECRET_STATE_DIR", state.toString())),
            new Delivery(
                output, new PrintWriter(new StringWriter()), List.of(secret), variables -> {}),
            new SecretGenerator(random),
            new Yes(trouble, stop),
            trouble.on(Clock.offset(time, clockSkew)),
            trouble.on(stop.on(time))));
  }

  /** A user with {@code --yes} and no terminal. */
  private record Yes(Trouble trouble, StopRequest stop) implements User {
    @Override
    public boolean interactive() {
      return false;
    }

    @Override
    public boolean confirm(String question) {
      return true;
    }

    @Override
    public Optional<Integer> choose(String question, int count) {
      return Optional.empty();
    }

    @Override
    public void tell(String sentence) {
      trouble.pass();
    }

    @Override
    public void warn(String sentence) {
      trouble.pass();
    }

    @Override
    public boolean stopRequested() {
      trouble.pass();
      return stop.requested();
    }
  }

  @Override
  public void close() {
    api.close();
  }
}
