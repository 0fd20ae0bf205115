package dev.vsecret.cli.options;

import dev.vsecret.Environment;
import dev.vsecret.api.BaseUrl;
import dev.vsecret.api.NoProxy;
import dev.vsecret.api.ProxyServer;
import dev.vsecret.secret.InvalidInputException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The proxy to the server, by curl's rules: {@code --proxy}, where an empty value means none; else
 * the first of {@code https_proxy}, {@code HTTPS_PROXY}, {@code all_proxy} and {@code ALL_PROXY}
 * that is not empty. Lowercase names take precedence, as curl's manual says. {@code no_proxy}, else
 * {@code NO_PROXY}, lists the hosts to reach directly, even with {@code --proxy}. Loopback
 * addresses are always reached directly. {@code http_proxy} is ignored: a plain HTTP base URL is
 * always on loopback.
 */
final class ProxyOptions {
  private static final String OPTION = "--proxy";
  private static final List<String> VARIABLES =
      List.of("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY");
  private static final List<String> EXCEPTIONS = List.of("no_proxy", "NO_PROXY");

  private final Environment environment;
  private final Option<String> proxy;

  ProxyOptions(CommandSpec command, Environment environment) {
    this.environment = environment;
    proxy =
        new Option<>(
            command,
            OPTION + "=URL",
            new Converter<>(String.class, ProxyOptions::withoutPassword),
            "Proxy: http://, socks5:// or socks5h://, or '' for none (default:"
                + " HTTPS_PROXY or ALL_PROXY, except for NO_PROXY hosts).");
  }

  private static String withoutPassword(String text) {
    boolean password =
        !text.isEmpty()
            && ProxyServer.parse(OPTION, text)
                .login()
                .filter(login -> !login.password().reveal().isEmpty())
                .isPresent();
    if (password) {
      throw new InvalidInputException(
          "Never put a proxy's password on a command line: every user of the machine can"
              + " read it. Put the whole URL in the environment variable HTTPS_PROXY instead.");
    }
    return text;
  }

  /** Returns the proxy to {@code baseUrl}, if any. Prints its source to {@code messages}. */
  Optional<ProxyServer> proxyTo(BaseUrl baseUrl, Messages messages) {
    Optional<String> source = proxy.given() ? Optional.of(OPTION) : firstSet(VARIABLES);
    if (source.isEmpty()) {
      return Optional.empty();
    }
    String text = proxy.value().or(() -> environment.variable(source.get())).orElseThrow();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (baseUrl.isLoopback()) {
      messages.detail("Not using a proxy: " + baseUrl + " is on this machine.");
      return Optional.empty();
    }
    Optional<String> exceptions = firstSet(EXCEPTIONS);
    if (exceptions.isPresent()) {
      String list = environment.variable(exceptions.get()).orElseThrow();
      if (NoProxy.parse(list).covers(baseUrl)) {
        messages.detail("Not using a proxy: " + exceptions.get() + " covers " + baseUrl + ".");
        return Optional.empty();
      }
    }
    ProxyServer server = ProxyServer.parse(source.get(), text);
    messages.detail("Using proxy " + server + " from " + source.get());
    return Optional.of(server);
  }

  private Optional<String> firstSet(List<String> names) {
    for (String name : names) {
      if (environment.variable(name).isPresent()) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }
}
