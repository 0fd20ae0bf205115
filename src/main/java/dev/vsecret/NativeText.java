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
 * Text that the system passes as bytes: arguments, environment variables, the working directory.
 * The JVM reports no error when it cannot decode them. With UTF-8, malformed bytes become U+FFFD.
 * Without UTF-8 (the locale that the launcher sets is missing), all non-ASCII characters are lost.
 * This class marks both kinds of loss with U+FFFD and rejects them.
 */
final class NativeText {
  private static final char LOST = '\uFFFD';

  private static final boolean IS_UTF_8 =
      "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));

  /** The variables that vsecret reads, or passes to its child processes. */
  private static final Pattern READ =
      Pattern.compile(
          "VSECRET_.*|VONAGE_API_(?:KEY|SECRET)|HOME|XDG_STATE_HOME|SSL_CERT_FILE"
              + "|(?i:(?:HTTPS?|ALL|NO)_PROXY)");

  private static final Pattern OPTION = Pattern.compile("--?[a-z][a-z-]*");
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
  private static final Path WORKING_DIRECTORY = Path.of("/proc/self/cwd");

  private NativeText() {}

  /** Returns whether bytes of {@code text} were lost in decoding. */
  static boolean isLost(String text) {
    return text.indexOf(LOST) >= 0;
  }

  /** Returns the arguments that the JVM decoded to {@code decoded}, with losses marked. */
  static String[] arguments(String[] decoded) {
    if (IS_UTF_8 || !Files.isReadable(COMMAND_LINE)) {
      return decoded;
    }
    try {
      String all = new String(Files.readAllBytes(COMMAND_LINE), StandardCharsets.US_ASCII);
      String[] words = all.split("\0", -1);
      // The last argument also ends with a NUL. The first ones are the JVM's own.
      int end = words.length - 1;
      return Arrays.copyOfRange(words, Math.max(0, end - decoded.length), end);
    } catch (IOException e) {
      return decoded;
    }
  }

  /**
   * Returns the environment variables that the JVM decoded to {@code decoded}, with losses marked.
   */
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
   * Rejects text that lost bytes in decoding. The message does not repeat values: they may be
   * secrets.
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

  /** As {@link #require(List, Map, Path)}, for one variable. */
  static void requireVariable(String name, String value) {
    require("The environment variable " + name, value);
  }

  private static String workingDirectory(Path folder) {
    if (IS_UTF_8 || !Files.exists(WORKING_DIRECTORY)) {
      return folder.toString();
    }
    try {
      // Read from the system: the JVM's path has lost the bytes.
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
                  ? " contains bytes that are not UTF-8. Use UTF-8."
                  : " contains non-ASCII characters, and Java needs the locale C.UTF-8 to"
                      + " read them. Install that locale, or use ASCII only."));
    }
  }
}
