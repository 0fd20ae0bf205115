package dev.vsecret;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The user's environment variables that the launcher saves and overrides because the JVM would obey
 * them: the locale and the Java options. The launcher saves each under the prefix {@code
 * VSECRET_USER_}: a {@code =} followed by the value, or an empty string if the variable was not
 * set.
 */
final class SetAsideVariables {
  private static final String PREFIX = "VSECRET_USER_";

  /** The variables that hold Java options. Later ones take precedence, as in the JVM. */
  private static final List<String> JAVA_OPTIONS =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  /** One option, split as the JVM does it: parts of it may be quoted. */
  private static final Pattern WORD = Pattern.compile("(?:[^\\s'\"]|'[^']*+'|\"[^\"]*+\")++");

  private static final Pattern QUOTED = Pattern.compile("'([^']*)'|\"([^\"]*)\"");

  /** Properties that the launcher sets, or that only take effect when the JVM starts. */
  private static final Set<String> NOT_THE_USERS =
      Set.of(
          "vsecret.home",
          "vsecret.ownJava",
          "vsecret.terminals",
          "jdk.reflect.useNativeAccessorOnly",
          "file.encoding",
          "native.encoding",
          "sun.jnu.encoding",
          "user.dir");

  private SetAsideVariables() {}

  /** Restores the user's values in {@code variables}, the environment of a child process. */
  static void restore(Map<String, String> variables) {
    restore("LC_ALL", variables);
    JAVA_OPTIONS.forEach(name -> restore(name, variables));
  }

  private static void restore(String name, Map<String, String> variables) {
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

  /** Returns the user's name of the variable {@code name}. */
  static String userName(String name) {
    return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
  }

  /**
   * Sets the system properties ({@code -Dname=value}) among the user's Java options, such as trust
   * stores and proxies. Other options are ignored: the launcher sets its own. vsecret reads the
   * properties itself because the JVM prints these variables to standard error.
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
