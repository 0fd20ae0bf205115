package dev.vsecret.cli.manual;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Markdown source of a page: {@code # NAME - what it does}, then sections.
 *
 * @param purpose the text of the page's NAME section
 * @param sections the lines of each section, by its heading in capitals
 */
public record ManualText(Optional<String> purpose, Map<String, List<String>> sections) {
  /** The text of a command that has no document. */
  public static final ManualText NONE = new ManualText(Optional.empty(), Map.of());

  private static final String TITLE = "# ";
  private static final String SECTION = "## ";
  private static final String GROUP = "### ";

  /**
   * An item in the section of options: a name and, optionally, details that the help does not have.
   */
  private static final Pattern OPTION = Pattern.compile("- `(-[^`]+)`(?:: (.*))?");

  /**
   * Options that belong together.
   *
   * @param heading the purpose of the options
   * @param notes for each name the details beyond the help; may be empty
   */
  record Group(String heading, Map<String, String> notes) {}

  /** Parses the lines of a document. */
  public static ManualText parse(List<String> lines) {
    Optional<String> purpose = Optional.empty();
    Map<String, List<String>> sections = new LinkedHashMap<>();
    List<String> current = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith(TITLE)) {
        purpose = Optional.of(line.substring(line.indexOf(" - ") + 3));
      } else if (line.startsWith(SECTION)) {
        current = new ArrayList<>();
        sections.put(line.substring(SECTION.length()).toUpperCase(Locale.ROOT), current);
      } else {
        current.add(line);
      }
    }
    return new ManualText(purpose, sections);
  }

  /** Returns the lines of a section; none if there is no such section. */
  List<String> section(String heading) {
    return sections.getOrDefault(heading, List.of());
  }

  /** Returns the groups in the section of options. */
  List<Group> groups() {
    List<Group> groups = new ArrayList<>();
    String name = null;
    for (String line : section("OPTIONS")) {
      Matcher option = OPTION.matcher(line);
      if (line.startsWith(GROUP)) {
        groups.add(new Group(line.substring(GROUP.length()), new LinkedHashMap<>()));
      } else if (option.matches()) {
        name = option.group(1);
        last(groups).put(name, Optional.ofNullable(option.group(2)).orElse(""));
      } else if (!line.isBlank()) {
        last(groups).merge(name, line.strip(), (begun, more) -> begun + " " + more);
      }
    }
    return groups;
  }

  private static Map<String, String> last(List<Group> groups) {
    return groups.get(groups.size() - 1).notes();
  }
}
