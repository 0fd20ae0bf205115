package dev.vsecret;

import dev.vsecret.secret.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Text that the system hands over as bytes: arguments, environment variables, the working
 * directory. The JVM reports no error when it cannot decode them. With UTF-8, malformed bytes
 * become U+FFFD. Without it (where the locale that the launcher asks for is missing) everything
 * that is not ASCII is lost. This class marks both kinds of loss with U+FFFD and refuses them.
 */
final class NativeText {
  private static final char LOST = '\uFFFD';

  private static final boolean IS_UTF_8 =
      "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));

  /** The variables that vsecret reads, or passes on to its children. */
  private static final Pattern READ =
      Pattern.compile(
          "VSECRET_.*|VONAGE_API_(?:KEY|SECRET)|HOME|XDG_STATE_HOME|SSL_CERT_FILE"
              + "|(?i:(?:HTTPS?|ALL|NO)_PROXY)");

  private static final Pattern OPTION = Pattern.compile("--?[a-z][a-z-]*");
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
  private static final Path WORKING_DIRECTORY = Path.of("/proc/self/cwd");

  private NativeText() {}

  /** Whether a text has lost some of its bytes. */
  static boolean isLost(String text) {
    return text.indexOf(LOST) >= 0;
  }

  /** The arguments that the JVM decoded to {@code decoded}. */
  static String[] arguments(String[] decoded) {
    if (IS_UTF_8 || !Files.isReadable(COMMAND_LINE)) {
      return decoded;
    }
    try {
      String all = new String(Files.readAllBytes(COMMAND_LINE), StandardCharsets.US_ASCII);
      String[] words = all.split("\0", -1);
      // The last one ends with a NUL too; those before ours are the JVM's.
      int end = words.length - 1;
      return Arrays.copyOfRange(words, Math.max(0, end - decoded.length), end);
    } catch (IOException e) {
      return decoded;
    }
  }

  /** The environment variables that the JVM decoded to {@code decoded}. */
  static Map<String, String> variables(Map<String, String> decoded) {
    if (IS_UTF_8) {
      return decoded;
    }
    Map<String, String> marked = new TreeMap<>(decoded);
    marked.replaceAll((name, value) -> marked(value));
    return marked;
  }

  private static String marked(String text) {
    return isAscii(text) ? text : text + LOST;
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  /**
   * Refuses what has lost some of its bytes. Values are not repeated: they may be secrets.
   *
   * @throws InvalidInputException naming the argument, the variable or the folder
   */
  static void require(List<String> arguments, Map<String, String> variables, Path folder) {
    for (int i = 0; i < arguments.size(); i++) {
      requireArgument(i, arguments);
    }
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      if (READ.matcher(variable.getKey()).matches()) {
        requireVariable(SetAsideVariables.userName(variable.getKey()), variable.getValue());
      }
    }
    require("The path of the working directory", workingDirectory(folder));
  }

  /** As {@link #require(List, Map, Path)}, of one variable. */
  static void requireVariable(String name, String value) {
    require("The environment variable " + name, value);
  }

  private static String workingDirectory(Path folder) {
    if (IS_UTF_8 || !Files.exists(WORKING_DIRECTORY)) {
      return folder.toString();
    }
    try {
      // Asked anew: of the path that the JVM has, the bytes are lost.
      return marked(WORKING_DIRECTORY.toRealPath().toString());
    } catch (IOException e) {
      return folder.toString();
    }
  }

  private static void requireArgument(int index, List<String> arguments) {
    String argument = arguments.get(index);
    if (!isLost(argument)) {
      return;
    }
    String before = index == 0 ? "" : arguments.get(index - 1);
    String name = argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : before;
    require(
        OPTION.matcher(name).matches() ? "The value of " + name : "Argument " + (index + 1),
        argument);
  }

  private static void require(String what, String text) {
    if (isLost(text)) {
      throw new InvalidInputException(
          what
              + (IS_UTF_8
                  ? " holds bytes that are not UTF-8. vsecret could not pass them on unchanged:"
                      + " use UTF-8."
                  : " holds characters other than ASCII, and the system lacks the locale C.UTF-8"
                      + " that Java needs to read them. Install it, or use ASCII only."));
    }
  }
}
