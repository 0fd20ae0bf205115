package dev.vsecret.output;

/** Joins lines of text into one, for a table cell or a JSON value. */
public final class OneLine {
  private OneLine() {}

  /**
   * Joins the lines of {@code text}. An indented line is a list item or a command to paste, so a
   * semicolon separates it from the next line.
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
