package dev.vsecret;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The environment variables of the user's that the launcher sets aside before it starts the JVM,
 * which would obey them: the locale, and the options for every Java. Under a name of ours each
 * keeps its value after a {@code =}, or nothing if it was not set.
 */
final class SetAsideVariables {
  private static final String PREFIX = "VSECRET_USER_";

  /** Those that hold options, the one that counts most at the end, as in the JVM. */
  private static final List<String> JAVA_OPTIONS =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  /** A word of theirs, parts of which may be in quotes, as the JVM splits them. */
  private static final Pattern WORD = Pattern.compile("(?:[^\\s'\"]|'[^']*+'|\"[^\"]*+\")++");

  private static final Pattern QUOTED = Pattern.compile("'([^']*)'|\"([^\"]*)\"");

  /** What the launcher has decided, or the JVM can only be told at its start. */
  private static final Set<String> NOT_THE_USERS =
      Set.of(
          "vsecret.home",
          "vsecret.ownJava",
          "vsecret.terminals",
          "file.encoding",
          "native.encoding",
          "sun.jnu.encoding",
          "user.dir");

  private SetAsideVariables() {}

  /** Gives {@code variables}, the environment of a child process, what the user had in them. */
  static void giveBack(Map<String, String> variables) {
    giveBack("LC_ALL", variables);
    JAVA_OPTIONS.forEach(name -> giveBack(name, variables));
  }

  private static void giveBack(String name, Map<String, String> variables) {
    String kept = variables.remove(PREFIX + name);
    if (kept == null) {
      return;
    }
    if (kept.isEmpty()) {
      variables.remove(name);
    } else {
      variables.put(name, kept.substring(1));
    }
  }

  /** The name by which the user knows the variable {@code name}. */
  static String userName(String name) {
    return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
  }

  /**
   * Sets the system properties ({@code -Dname=value}) among the user's options for Java: trust
   * stores and proxies, say. All their other options are left out, since the launcher's own stand.
   * The JVM itself would show their values on standard error.
   */
  static void applySystemProperties(Map<String, String> variables) {
    for (String name : JAVA_OPTIONS) {
      Matcher words =
          WORD.matcher(variables.getOrDefault(PREFIX + name, "").replaceFirst("^=", ""));
      while (words.find()) {
        String word = QUOTED.matcher(words.group()).replaceAll("$1$2");
        if (word.startsWith("-D")) {
          applySystemProperty(word.substring("-D".length()));
        }
      }
    }
  }

  private static void applySystemProperty(String assignment) {
    int end = assignment.indexOf('=');
    String name = end < 0 ? assignment : assignment.substring(0, end);
    if (!name.isEmpty() && !NOT_THE_USERS.contains(name)) {
      System.setProperty(name, end < 0 ? "" : assignment.substring(end + 1));
    }
  }
}
