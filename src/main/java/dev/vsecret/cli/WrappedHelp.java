package dev.vsecret.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * A command's help, wrapped at spaces only and at any width. Picocli breaks lines by the Unicode
 * rules, which allow a break before {@code .jsonl}, and never at fewer than 55 columns.
 */
final class WrappedHelp extends Help {
  /** A longer label gets a separate line. */
  private static final int LONGEST_LABEL = 26;

  private static final int GAP = 2;

  /** The text that picocli prints before the synopsis. */
  private static final String HEADING = "Usage: ";

  /** The column of descriptions if they do not fit beside the labels. */
  private static final int BELOW_LABEL = 10;

  private static final int NARROWEST_DESCRIPTION = 25;

  /** The additional indentation of a description's second line. */
  private static final int HANGING = 2;

  private final int width;

  /** Creates the help of {@code command}, wrapped at {@code width} columns. */
  WrappedHelp(CommandSpec command, ColorScheme colors, int width) {
    super(command, colors);
    this.width = width;
  }

  /** An entry of a list: its label, including indentation, and its description. */
  private record Entry(Text label, String description) {}

  @Override
  protected String insertSynopsisCommandName(int headingLength, Text details) {
    Text name = colorScheme().commandText(commandSpec().qualifiedName());
    int beside = headingLength + name.plainString().length() + 1;
    int longest =
        Stream.of(details.plainString().split(" ")).mapToInt(String::length).max().orElse(0);
    int indent = beside + longest > width ? headingLength : beside;
    return wrap(name.concat(details), headingLength, indent);
  }

  /** On a very narrow terminal, the arguments go on a separate line. */
  @Override
  public String abbreviatedSynopsis() {
    String synopsis = super.abbreviatedSynopsis();
    int length = HEADING.length() + synopsis.replaceAll("\u001b\\[[0-9;]*m|\n", "").length();
    int last = synopsis.lastIndexOf(' ');
    return length <= width
        ? synopsis
        : synopsis.substring(0, last)
            + "\n"
            + " ".repeat(HEADING.length())
            + synopsis.substring(last + 1);
  }

  @Override
  public String header(Object... params) {
    return paragraphs(commandSpec().usageMessage().header());
  }

  @Override
  public String description(Object... params) {
    String description = paragraphs(commandSpec().usageMessage().description());
    return commandSpec().userObject() instanceof HelpTopic topic
        ? description + "\n" + list(entries(topic), HelpTopic.COLUMN)
        : description;
  }

  private List<Entry> entries(HelpTopic topic) {
    return topic.items().entrySet().stream()
        .map(item -> new Entry(plain("  " + item.getKey()), item.getValue()))
        .toList();
  }

  @Override
  public String footer(Object... params) {
    return paragraphs(commandSpec().usageMessage().footer());
  }

  @Override
  public String parameterList() {
    return list(parameters());
  }

  /** Lists the options by group. */
  @Override
  public String optionList() {
    List<OptionSpec> shown =
        commandSpec().options().stream().filter(option -> !option.hidden()).toList();
    StringBuilder text = new StringBuilder();
    OptionGroup.ALL.forEach(group -> append(text, group.heading(), group.of(shown)));
    append(text, OptionGroup.OTHERS, OptionGroup.others(shown));
    return text.toString();
  }

  private void append(StringBuilder text, String heading, List<OptionSpec> options) {
    if (!options.isEmpty()) {
      text.append('\n').append(heading).append(":\n");
      text.append(list(options.stream().map(this::entry).toList()));
    }
  }

  @Override
  public String commandList() {
    List<Entry> commands = new ArrayList<>();
    for (Help command : subcommands().values()) {
      UsageMessageSpec usage = command.commandSpec().usageMessage();
      String[] summary = usage.header().length > 0 ? usage.header() : usage.description();
      commands.add(new Entry(plain("  ").concat(command.commandNamesText(", ")), summary[0]));
    }
    return list(commands, column(commands));
  }

  private List<Entry> parameters() {
    return commandSpec().positionalParameters().stream()
        .filter(parameter -> !parameter.hidden())
        .map(
            parameter ->
                new Entry(
                    plain("      ")
                        .concat(
                            parameterLabelRenderer()
                                .renderParameterLabel(
                                    parameter, ansi(), colorScheme().parameterStyles())),
                    String.join("\n", parameter.description())))
        .toList();
  }

  private List<Entry> options() {
    return commandSpec().options().stream()
        .filter(option -> !option.hidden())
        .map(this::entry)
        .toList();
  }

  private Entry entry(OptionSpec option) {
    return new Entry(label(option), String.join("\n", option.description()));
  }

  private Text label(OptionSpec option) {
    String[] names = option.names();
    Text label = plain(names[0].startsWith("--") ? "      " : "  ");
    for (int i = 0; i < names.length; i++) {
      label = label.concat(i == 0 ? "" : ", ").concat(colorScheme().optionText(names[i]));
    }
    return label.concat(
        parameterLabelRenderer()
            .renderParameterLabel(option, ansi(), colorScheme().optionParamStyles()));
  }

  /** Aligns the descriptions of parameters and options. */
  private String list(List<Entry> entries) {
    List<Entry> all = new ArrayList<>(parameters());
    all.addAll(options());
    return list(entries, column(all));
  }

  private int column(List<Entry> entries) {
    int longest =
        entries.stream()
            .mapToInt(entry -> entry.label().plainString().length())
            .filter(length -> length <= LONGEST_LABEL)
            .max()
            .orElse(0);
    int column = longest + GAP;
    return width - column < NARROWEST_DESCRIPTION ? BELOW_LABEL : column;
  }

  private String list(List<Entry> entries, int column) {
    StringBuilder list = new StringBuilder();
    for (Entry entry : entries) {
      int end = entry.label().plainString().length();
      list.append(entry.label());
      if (end + GAP > column) {
        list.append('\n');
        end = 0;
      }
      for (Text line : lines(entry.description())) {
        list.append(" ".repeat(column - end)).append(wrap(line, column, column + HANGING));
        end = 0;
      }
    }
    return list.toString();
  }

  private String paragraphs(String... paragraphs) {
    StringBuilder text = new StringBuilder();
    for (String paragraph : paragraphs) {
      for (Text line : lines(paragraph)) {
        text.append(wrap(line, 0, 0));
      }
    }
    return text.toString();
  }

  private List<Text> lines(String text) {
    return Stream.of(text.replace("%n", "\n").split("\n", -1)).map(this::plain).toList();
  }

  private Text plain(String text) {
    return colorScheme().text(text);
  }

  /**
   * Wraps {@code text}, which starts at the column {@code start}, at spaces. Lines after the first
   * are indented. A word longer than a line is not broken.
   */
  private String wrap(Text text, int start, int indent) {
    String words = text.plainString();
    StringBuilder wrapped = new StringBuilder();
    int from = 0;
    int room = width - start;
    while (words.length() - from > room) {
      int word = from;
      while (word < words.length() && words.charAt(word) == ' ') {
        word++;
      }
      int space = words.lastIndexOf(' ', from + room);
      if (space <= word) {
        space = words.indexOf(' ', word);
      }
      if (space < 0) {
        break;
      }
      wrapped.append(text.substring(from, space)).append('\n').append(" ".repeat(indent));
      from = space + 1;
      room = width - indent;
    }
    return wrapped.append(text.substring(from)).append('\n').toString();
  }
}
