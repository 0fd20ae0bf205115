package dev.vsecret.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** A topic of {@code vsecret help TOPIC} that concerns several commands. */
final class HelpTopic implements Runnable {
  /** The column at which the text about an item starts. */
  static final int COLUMN = 26;

  private final CommandSpec spec;
  private final Map<String, String> items;

  private HelpTopic(String name, String introduction, Map<String, String> items) {
    this.items = items;
    spec = Commands.spec(this, name, introduction);
    spec.usageMessage().hidden(true).sectionKeys(List.of(UsageMessageSpec.SECTION_KEY_DESCRIPTION));
  }

  /** Returns every topic as a command for the parser. */
  static List<CommandSpec> all() {
    return List.of(exitCodes().spec, environment().spec, credentials().spec);
  }

  /** Returns the text about each item, in order. */
  Map<String, String> items() {
    return items;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static HelpTopic exitCodes() {
    Map<String, String> codes = new LinkedHashMap<>();
    codes.put("0", "Done. For rotate also: nothing was due, or a grace period is not over.");
    codes.put("1", "A bug in vsecret.");
    codes.put(
        "2",
        "Invalid usage or configuration, no destination for the new secret, or cancelled"
            + " at a prompt. Nothing was changed.");
    codes.put("3", "The credentials were refused. Nothing was changed.");
    codes.put(
        "4",
        "The API could not be reached, limits requests, or returned an unusable reply."
            + " Nothing was changed. Try again later.");
    codes.put(
        "5",
        "Refused by a rule, such as two secrets already, or not known which one is in use."
            + " Nothing was changed.");
    codes.put(
        "6", "The API did not accept the new secret. Rolled back; the previous secret works.");
    codes.put(
        "7",
        "The new secret could not be saved or deployed. Rolled back; the previous"
            + " secret works.");
    codes.put(
        "8",
        "The new secret works, and the previous one too unless the message says otherwise. Run the"
            + " same command again to finish.");
    codes.put(
        "9",
        "Stopped halfway. The previous secret works, and the new one may work too. Run"
            + " the same command again, or follow the message.");
    codes.put("10", "With --detailed-exitcode: something was rotated or, with --dry-run, is due.");
    codes.put("11", "Some of several accounts failed.");
    codes.put("12", "With list --max-age: a secret that is or may be in use is older.");
    codes.put("75", "Another run is changing this account.");
    codes.put(
        "129, 130, 143",
        "Stopped by a signal (HUP, INT, TERM). Run the same command again to resume, also"
            + " after kill -9 (137).");
    return new HelpTopic("exit-codes", "The exit code tells which secrets work now.", codes);
  }

  private static HelpTopic environment() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("VONAGE_API_KEY", "The API key, together with VONAGE_API_SECRET.");
    variables.put("VONAGE_API_SECRET", "The API secret.");
    variables.put("VSECRET_STATE_DIR", "The folder for locks, journals and the history.");
    variables.put(
        "XDG_STATE_HOME", "Contains that folder, as vsecret, if VSECRET_STATE_DIR is not set.");
    variables.put("VSECRET_BASE_URL", "The API's address, unless --base-url is given.");
    variables.put("VSECRET_CACERT", "A PEM file with additional certificates to trust.");
    variables.put("SSL_CERT_FILE", "A PEM file with the only certificates to trust.");
    variables.put("HTTPS_PROXY, ALL_PROXY", "The proxy's URL. Lowercase names take precedence.");
    variables.put("NO_PROXY", "The hosts to reach without the proxy.");
    variables.put("NO_COLOR", "If set, output has no color.");
    variables.put("COLUMNS", "The width of help and progress.");
    variables.put("GITHUB_ACTIONS", "If true, printed secrets are masked in the job's log.");
    return new HelpTopic("environment", "Environment variables that vsecret reads.", variables);
  }

  private static HelpTopic credentials() {
    Map<String, String> sources = new LinkedHashMap<>();
    sources.put(
        "1. options",
        "--config FILE; or --api-key KEY with one of --api-secret-file,"
            + " --api-secret-command and --api-secret-stdin.");
    sources.put("2. environment", "VONAGE_API_KEY and VONAGE_API_SECRET.");
    sources.put("3. ./.vonagerc", "The Vonage CLI's file in the working directory.");
    sources.put("4. ~/.vonage/config.json", "The Vonage CLI's file in the home directory.");
    sources.put("5. a prompt", "On a terminal only.");
    return new HelpTopic(
        "credentials",
        "vsecret uses the first of these sources that has an API key or a secret. It must"
            + " have both; vsecret never mixes sources. Never put a secret on a command line.",
        sources);
  }
}
