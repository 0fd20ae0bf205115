package dev.vsecret.output;

import dev.vsecret.secret.Secret;
import java.io.IOException;
import java.io.Writer;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Writes secrets as metrics in the text format of OpenMetrics 1.0. Prometheus can read it too: to
 * Prometheus, {@code # EOF} is a comment. Each metric family is written once.
 */
public final class MetricsRenderer {
  private static final String AGE = "vsecret_secret_age_seconds";
  private static final String SECRETS = "vsecret_secrets";
  private static final String UNFINISHED = "vsecret_unfinished_change";

  /**
   * Writes the secrets of {@code listed}, and for each account in {@code unfinished} whether it has
   * an unfinished change.
   */
  public void write(
      Collection<AccountSecrets> listed, SortedMap<String, Boolean> unfinished, Writer out)
      throws IOException {
    List<AccountSecrets> accounts =
        listed.stream().sorted(Comparator.comparing(AccountSecrets::account)).toList();
    begin(AGE, "Age of an API secret, by the server's clock.", out);
    for (AccountSecrets account : accounts) {
      for (Secret secret : account.secrets()) {
        out.write(
            sample(
                AGE,
                secret.age(account.now()).toSeconds(),
                label("account", account.account()),
                label("id", secret.id()),
                label("in_use", account.inUse(secret).map(String::valueOf).orElse("unknown"))));
      }
    }
    begin(SECRETS, "Number of API secrets of the account.", out);
    for (AccountSecrets account : accounts) {
      out.write(sample(SECRETS, account.secrets().size(), label("account", account.account())));
    }
    begin(UNFINISHED, "Whether a change is unfinished or in progress on this machine.", out);
    for (Map.Entry<String, Boolean> account : unfinished.entrySet()) {
      out.write(sample(UNFINISHED, account.getValue() ? 1 : 0, label("account", account.getKey())));
    }
    out.write("# EOF\n");
  }

  private static void begin(String name, String help, Writer out) throws IOException {
    out.write("# HELP " + name + " " + help + "\n# TYPE " + name + " gauge\n");
  }

  private static String sample(String name, long value, String... labels) {
    return List.of(labels).stream().collect(Collectors.joining(",", name + "{", "} "))
        + value
        + "\n";
  }

  private static String label(String name, String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return name + "=\"" + escaped + "\"";
  }
}
