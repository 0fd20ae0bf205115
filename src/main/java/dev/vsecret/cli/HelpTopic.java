package dev.vsecret.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What {@code vsecret help TOPIC} shows: something that several commands have in common. */
final class HelpTopic implements Runnable {
  /** Where the text about an item begins. */
  static final int COLUMN = 26;

  private final CommandSpec spec;
  private final Map<String, String> items;

  private HelpTopic(String name, String introduction, Map<String, String> items) {
    this.items = items;
    spec = Commands.spec(this, name, introduction);
    spec.usageMessage().hidden(true).sectionKeys(List.of(UsageMessageSpec.SECTION_KEY_DESCRIPTION));
  }

  /** Every topic, as a command for the parser. */
  static List<CommandSpec> all() {
    return List.of(exitCodes().spec, environment().spec, credentials().spec);
  }

  /** What is said of each item, in order. */
  Map<String, String> items() {
    return items;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static HelpTopic exitCodes() {
    Map<String, String> codes = new LinkedHashMap<>();
    codes.put("0", "Done; for rotate also: nothing was due, or a grace period is not over.");
    codes.put("1", "A bug in vsecret.");
    codes.put(
        "2",
        "Wrong usage or configuration, no place for the new secret, or cancelled at a question."
            + " Nothing was changed.");
    codes.put("3", "The credentials were refused. Nothing was changed.");
    codes.put(
        "4",
        "The API could not be reached, limits requests, or gives no usable answer. Nothing was"
            + " changed; try again later.");
    codes.put(
        "5",
        "Refused by a rule, such as two secrets already or the last secret. Nothing was changed.");
    codes.put("6", "The new secret was never accepted. Rolled back; the old one works.");
    codes.put(
        "7", "The new secret could not be saved or deployed. Rolled back; the old one works.");
    codes.put(
        "8",
        "The new secret is in use; the previous one still works. Run the same command again to"
            + " finish.");
    codes.put(
        "9",
        "Stopped half-way: the old secret works, the new one may too. Run the same command again,"
            + " or do what the message says.");
    codes.put("10", "With --detailed-exitcode: rotated or, with --dry-run, due.");
    codes.put("11", "Of several accounts, some failed.");
    codes.put("12", "With list --max-age: a secret that is in use, or may be, is older.");
    codes.put("75", "Another run is changing this account.");
    codes.put("129, 130, 143", "Hung up, interrupted, terminated. Run again to resume.");
    return new HelpTopic("exit-codes", "Exit codes say what is valid now.", codes);
  }

  private static HelpTopic environment() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("VONAGE_API_KEY", "The API key. Used together with VONAGE_API_SECRET.");
    variables.put("VONAGE_API_SECRET", "The API secret.");
    variables.put("VSECRET_STATE_DIR", "The folder for locks, journals and the history.");
    variables.put("XDG_STATE_HOME", "Holds that folder, if VSECRET_STATE_DIR is not set.");
    variables.put("VSECRET_BASE_URL", "The API's address, unless --base-url names one.");
    variables.put("VSECRET_CACERT", "A PEM file of certificates to trust too.");
    variables.put("SSL_CERT_FILE", "A PEM file of the only certificates to trust.");
    variables.put("HTTPS_PROXY, ALL_PROXY", "The proxy's URL; in lower case they win.");
    variables.put("NO_PROXY", "What is reached without the proxy.");
    variables.put("NO_COLOR", "If set, no colour.");
    variables.put("COLUMNS", "How wide help and progress may be.");
    variables.put("GITHUB_ACTIONS", "If true, a printed secret is masked in the job's log.");
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
    sources.put("5. a question", "On a terminal only.");
    return new HelpTopic(
        "credentials",
        "The first of these that has an API key or a secret must have both; sources are never"
            + " mixed. A secret never goes on a command line.",
        sources);
  }
}
