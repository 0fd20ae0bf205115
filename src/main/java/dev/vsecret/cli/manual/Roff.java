package dev.vsecret.cli.manual;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a manual page in the man(7) language. Supports the subset of Markdown that the documents
 * use: paragraphs, {@code ###} headings, lists, indented code, {@code `code`} and {@code *value*}.
 */
final class Roff {
  private static final String ITEM = "- ";
  private static final String CODE = "    ";
  private static final String HEADING = "### ";

  private static final int LONGEST_LINE = 78;

  /** Marked text, or an option in unmarked text. */
  private static final Pattern MARK =
      Pattern.compile("`([^`]+)`|\\*([^*]+)\\*|(?<![\\w-])(--?[a-zA-Z][\\w-]*)");

  /** The space between two sentences. Formatters expect each sentence on a new line. */
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[a-z)`][.?])\\s+(?=[A-Z`*])");

  private final StringBuilder page = new StringBuilder();

  /** Whether the next paragraph is the first of its section, which needs no macro. */
  private boolean first;

  /** Returns what was written so far. */
  @Override
  public String toString() {
    return page.toString();
  }

  /** Writes the title line that starts every page. */
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

  /** Writes a paragraph with a tag. {@code tag} is already roff. */
  Roff tagged(String tag, String text) {
    first = false;
    return line(".TP").line(tag).text(text);
  }

  /** Writes another paragraph below the last tag. */
  Roff continued(String text) {
    return line(".IP").text(text);
  }

  /**
   * Writes a synopsis line: the name of {@code command}, then {@code arguments} with their values
   * in italics.
   */
  Roff synopsis(String command, String arguments) {
    return line(".SY \"" + literal(command) + "\"").wrapped(call(arguments)).line(".YS");
  }

  /** Writes a paragraph that is already roff. */
  Roff raw(String text) {
    first = false;
    return line(text);
  }

  /** Writes the blocks of a document. */
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
            && (lines.get(next).startsWith(CODE) || codeContinues(lines, next))) {
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

  private static boolean codeContinues(List<String> lines, int blank) {
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

  /** Joins the lines of one block. */
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

  /** Writes an item. One that starts with code and has a colon becomes a tagged paragraph. */
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

  /** Writes {@code text} in lines of limited length: checkers report long source lines. */
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

  /** Escapes a leading period or apostrophe, which would start a macro. */
  private static String begun(String line) {
    return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
  }

  /** Returns {@code text} with its marks turned into fonts. */
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

  /** Returns {@code text} in bold: it is typed literally. */
  static String word(String text) {
    return "\\fB" + literal(text) + "\\fP";
  }

  /** Returns {@code text} in italics: it is replaced by a value. */
  static String value(String text) {
    return "\\fI" + literal(text) + "\\fP";
  }

  /** Formats arguments: words in capitals are values, brackets and bars are syntax. */
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

  /** Escapes {@code text} so that every character can be copied from the page unchanged. */
  static String literal(String text) {
    return prose(text).replace("-", "\\-").replace("'", "\\(aq").replace("\"", "\\(dq");
  }
}
