package dev.vsecret.output;

/** Text of several lines as one, for a cell of a table or a value of JSON. */
public final class OneLine {
  private OneLine() {}

  /**
   * The lines of {@code text} in one. A line that is indented is one of a list, or a command to
   * paste; what comes after it begins with a semicolon.
   */
  public static String of(String text) {
    StringBuilder line = new StringBuilder();
    boolean afterIndented = false;
    for (String one : text.lines().filter(part -> !part.isBlank()).toList()) {
      if (!line.isEmpty()) {
        line.append(afterIndented ? "; " : " ");
      }
      line.append(one.strip());
      afterIndented = one.startsWith("  ");
    }
    return line.toString();
  }
}
