package dev.vsecret.cli.options;

import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.sandbox.SandboxSettings.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/** What the sandbox is like. */
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

  /** Registers them with {@code command}. */
  public SandboxOptions(CommandSpec command) {
    port = number(command, "--port=N", "The port to listen on (default: any free port).");
    secrets =
        new Option<>(
            command,
            "--secrets=1|2",
            Converter.NUMBER,
            List.of("1", "2"),
            "How many secrets an account starts with (default: 1).");
    subaccounts = number(command, "--subaccounts=N", "The number of subaccounts (default: 0).");
    age =
        new Option<>(
            command,
            "--age=DURATION",
            Converter.DURATION,
            "The age of the secrets it starts with (default: 100d).");
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
            "Refuse a new secret for this long.");
    rateLimit =
        new Option<>(
            command,
            "--rate-limit=N/DURATION",
            new Converter<>(RateLimit.class, text -> Converter.rate(text, RateLimit::new)),
            "Limit the requests of each API key: 30/1h.");
    failPercent = number(command, "--fail=PERCENT", "Lose, refuse or fail this share of requests.");
    tls = Option.flag(command, "--tls", "Serve HTTPS, with a self-signed certificate.");
  }

  private static Option<Integer> number(CommandSpec command, String usage, String description) {
    return new Option<>(command, usage, Converter.NUMBER, description);
  }

  /** A duration, or a number of milliseconds. */
  private static Duration latency(String text) {
    Matcher milliseconds = Pattern.compile("(\\d{1,9})ms").matcher(text);
    return milliseconds.matches()
        ? Duration.ofMillis(Long.parseLong(milliseconds.group(1)))
        : Converter.duration(text);
  }

  /** The sandbox's settings: its defaults, but for what the options say. */
  public SandboxSettings settings() {
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
