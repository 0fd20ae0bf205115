package dev.vsecret.cli.manual;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a manual page in the man(7) language. Reads the few marks of Markdown that the documents
 * use: paragraphs, {@code ###} headings, lists, indented code, {@code `code`} and {@code *value*}.
 */
final class Roff {
  private static final String ITEM = "- ";
  private static final String CODE = "    ";
  private static final String HEADING = "### ";

  private static final int LONGEST_LINE = 78;

  /** A mark with its text, or an option that stands in the text without one. */
  private static final Pattern MARK =
      Pattern.compile("`([^`]+)`|\\*([^*]+)\\*|(?<![\\w-])(--?[a-zA-Z][\\w-]*)");

  /** Between two sentences, which each begin a line of their own, as formatters expect. */
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[a-z)`][.?])\\s+(?=[A-Z`*])");

  private final StringBuilder page = new StringBuilder();

  /** Whether the next paragraph is the first of its section, and needs no macro. */
  private boolean first;

  /** What was written so far. */
  @Override
  public String toString() {
    return page.toString();
  }

  /** The line that every page begins with. */
  Roff title(String name, String date, String source) {
    return line(
        ".TH %s 1 \"%s\" \"%s\" \"User Commands\"".formatted(literal(name), date, literal(source)));
  }

  Roff section(String heading) {
    first = true;
    return line(".SH " + literal(heading));
  }

  Roff subsection(String heading) {
    first = true;
    return line(".SS " + literal(heading));
  }

  /** A paragraph with a tag, which is roff already. */
  Roff tagged(String tag, String text) {
    first = false;
    return line(".TP").line(tag).text(text);
  }

  /** One more paragraph below the tag of the last one. */
  Roff continued(String text) {
    return line(".IP").text(text);
  }

  /**
   * One way to call {@code command}: its name, then {@code arguments} with their values slanted.
   */
  Roff synopsis(String command, String arguments) {
    return line(".SY \"" + literal(command) + "\"").wrapped(call(arguments)).line(".YS");
  }

  /** A paragraph that is roff already. */
  Roff raw(String text) {
    first = false;
    return line(text);
  }

  /** The blocks of a document. */
  Roff blocks(List<String> lines) {
    int next = 0;
    while (next < lines.size()) {
      int from = next;
      String line = lines.get(from);
      next = from + 1;
      if (line.startsWith(HEADING)) {
        subsection(line.substring(HEADING.length()));
      } else if (line.startsWith(CODE)) {
        while (next < lines.size()
            && (lines.get(next).startsWith(CODE) || codeGoesOn(lines, next))) {
          next++;
        }
        code(lines.subList(from, next));
      } else if (!line.isBlank()) {
        while (next < lines.size() && !beginsBlock(lines.get(next))) {
          next++;
        }
        String text = joined(lines.subList(from, next));
        if (line.startsWith(ITEM)) {
          item(text.substring(ITEM.length()));
        } else {
          paragraph(text);
        }
      }
    }
    return this;
  }

  private static boolean codeGoesOn(List<String> lines, int blank) {
    return lines.get(blank).isBlank()
        && blank + 1 < lines.size()
        && lines.get(blank + 1).startsWith(CODE);
  }

  private static boolean beginsBlock(String line) {
    return line.isBlank()
        || line.startsWith(ITEM)
        || line.startsWith(CODE)
        || line.startsWith(HEADING);
  }

  /** The lines of one block as one. */
  static String joined(List<String> lines) {
    return String.join(" ", lines.stream().map(String::strip).toList());
  }

  private void paragraph(String text) {
    if (!first) {
      line(".PP");
    }
    first = false;
    text(text);
  }

  /** An item that begins with code is a tag and, after a colon, what is said of it. */
  private void item(String text) {
    int colon = text.indexOf(": ");
    if (text.startsWith("`") && colon > 0) {
      tagged(inline(text.substring(0, colon)), text.substring(colon + 2));
    } else {
      first = false;
      line(".IP \\(bu 2").text(text);
    }
  }

  private void code(List<String> lines) {
    if (!first) {
      line(".PP");
    }
    first = false;
    line(".RS 4").line(".EX");
    lines.forEach(
        line -> line(line.isBlank() ? "\\&" : begun(literal(line.substring(CODE.length())))));
    line(".EE").line(".RE");
  }

  private Roff text(String text) {
    for (String sentence : SENTENCE_END.split(text, -1)) {
      wrapped(inline(sentence));
    }
    return this;
  }

  /** Long lines in the source are poor style, which checkers report. */
  private Roff wrapped(String text) {
    String rest = text;
    while (rest.length() > LONGEST_LINE && rest.lastIndexOf(' ', LONGEST_LINE) > 0) {
      int space = rest.lastIndexOf(' ', LONGEST_LINE);
      line(begun(rest.substring(0, space)));
      rest = rest.substring(space + 1);
    }
    return line(begun(rest));
  }

  private Roff line(String line) {
    page.append(line).append('\n');
    return this;
  }

  /** At the beginning of a line these two mean a macro. */
  private static String begun(String line) {
    return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
  }

  /** {@code text} with its marks as fonts. */
  static String inline(String text) {
    StringBuilder roff = new StringBuilder();
    Matcher mark = MARK.matcher(text);
    int from = 0;
    while (mark.find()) {
      roff.append(prose(text.substring(from, mark.start())));
      if (mark.group(2) != null) {
        roff.append(value(mark.group(2)));
      } else {
        roff.append(word(mark.group(1) != null ? mark.group(1) : mark.group(3)));
      }
      from = mark.end();
    }
    return roff.append(prose(text.substring(from))).toString();
  }

  /** What is typed as it stands. */
  static String word(String text) {
    return "\\fB" + literal(text) + "\\fP";
  }

  /** What stands for a value. */
  static String value(String text) {
    return "\\fI" + literal(text) + "\\fP";
  }

  /** The arguments of a call: capitals stand for values, brackets and bars for themselves. */
  private static String call(String arguments) {
    Matcher part = Pattern.compile("[A-Z_]{2,}|[\\[\\]|. ]+|[^\\[\\]|. A-Z]+").matcher(arguments);
    StringBuilder roff = new StringBuilder();
    while (part.find()) {
      String text = part.group();
      if (Character.isUpperCase(text.charAt(0))) {
        roff.append(value(text));
      } else if (" [].|".indexOf(text.charAt(0)) >= 0) {
        roff.append(text);
      } else {
        roff.append(word(text));
      }
    }
    return roff.toString();
  }

  private static String prose(String text) {
    return text.replace("\\", "\\e").replace("~", "\\(ti").replace("^", "\\(ha");
  }

  /** {@code text} with every character as it stands, so that it can be copied from the page. */
  static String literal(String text) {
    return prose(text).replace("-", "\\-").replace("'", "\\(aq").replace("\"", "\\(dq");
  }
}
