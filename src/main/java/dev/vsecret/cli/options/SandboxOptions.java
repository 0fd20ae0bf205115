package dev.vsecret.cli.options;

import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.sandbox.SandboxSettings.RateLimit;
import dev.vsecret.secret.InvalidInputException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/** The options of the sandbox. */
public final class SandboxOptions {
  private final Option<Integer> port;
  private final Option<Integer> secrets;
  private final Option<Integer> subaccounts;
  private final Option<Duration> age;
  private final Option<Duration> latency;
  private final Option<Duration> propagation;
  private final Option<RateLimit> rateLimit;
  private final Option<Integer> failPercent;
  private final Option<Boolean> tls;

  /** Registers the options with {@code command}. */
  public SandboxOptions(CommandSpec command) {
    port = number(command, "--port=N", "The port to listen on (default: any free port).");
    secrets =
        new Option<>(
            command,
            "--secrets=1|2",
            Converter.NUMBER,
            List.of("1", "2"),
            "The number of secrets of each account at the start (default: 1).");
    subaccounts =
        number(
            command,
            "--subaccounts=N",
            "The number of subaccounts; every 50th is suspended (default: 0).");
    age =
        new Option<>(
            command,
            "--age=DURATION",
            Converter.DURATION,
            "The age of the secrets at the start (default: 100d).");
    latency =
        new Option<>(
            command,
            "--latency=DURATION",
            new Converter<>(Duration.class, SandboxOptions::latency),
            "Delay every reply: 50ms, 2s.");
    propagation =
        new Option<>(
            command,
            "--propagation=DURATION",
            Converter.DURATION,
            "Reject a new secret for this long.");
    rateLimit =
        new Option<>(
            command,
            "--rate-limit=N/DURATION",
            new Converter<>(RateLimit.class, text -> Converter.rate(text, RateLimit::new)),
            "Limit the requests per API key: 30/1h.");
    failPercent =
        number(
            command,
            "--fail=PERCENT",
            "Make this share of requests fail:"
                + " connection lost, rate limited or server error.");
    tls = Option.flag(command, "--tls", "Serve HTTPS, with a generated certificate authority.");
  }

  private static Option<Integer> number(CommandSpec command, String usage, String description) {
    return new Option<>(command, usage, Converter.NUMBER, description);
  }

  /** Parses a duration or a number of milliseconds. */
  private static Duration latency(String text) {
    Matcher milliseconds = Pattern.compile("(\\d{1,9})ms").matcher(text);
    return milliseconds.matches()
        ? Duration.ofMillis(Long.parseLong(milliseconds.group(1)))
        : Converter.duration(text);
  }

  /** Returns the sandbox's settings: the defaults, changed as the options say. */
  public SandboxSettings settings() {
    try {
      return given();
    } catch (InvalidInputException e) {
      throw new UsageException(e);
    }
  }

  private SandboxSettings given() {
    SandboxSettings defaults = SandboxSettings.defaults();
    SandboxSettings.Contents contents = defaults.contents();
    SandboxSettings settings =
        defaults
            .withPort(port.value().orElse(defaults.port()))
            .withSecrets(secrets.value().orElse(contents.secrets()))
            .withSubaccounts(subaccounts.value().orElse(contents.subaccounts()))
            .withAge(age.value().orElse(contents.age()))
            .withLatency(latency.value().orElse(defaults.latency()))
            .withPropagation(propagation.value().orElse(contents.propagation()))
            .withFailPercent(failPercent.value().orElse(defaults.failPercent()))
            .withTls(tls.given());
    return rateLimit.value().map(settings::withRateLimit).orElse(settings);
  }
}
