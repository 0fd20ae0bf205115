package dev.vsecret.cli.manual;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The manual page of one command: the sections of the command's document, the shared sections, and
 * the options from the parser.
 */
public final class ManualPage {
  private static final List<String> BEFORE_OPTIONS = List.of("DESCRIPTION", "COMMANDS", "EXAMPLES");
  private static final List<String> LAST =
      List.of("EXIT STATUS", "ENVIRONMENT", "FILES", "SECURITY");
  private static final String SYNOPSIS = "SYNOPSIS";
  private static final String OPTIONS = "OPTIONS";
  private static final String SEE_ALSO = "SEE ALSO";

  private final CommandSpec command;
  private final ManualText own;
  private final ManualText shared;
  private final Roff roff = new Roff();

  private ManualPage(CommandSpec command, ManualText own, ManualText shared) {
    this.command = command;
    this.own = own;
    this.shared = shared;
  }

  /** Returns the name of a page, such as {@code vsecret-list}. */
  public static String name(CommandSpec command) {
    return command.qualifiedName("-");
  }

  /** Returns the commands that have a page: all except help and completion. */
  public static List<CommandSpec> documented(CommandSpec root) {
    return Stream.concat(
            Stream.of(root),
            root.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(command -> !command.helpCommand() && !command.usageMessage().hidden())
                .filter(command -> !command.name().equals("generate-completion")))
        .toList();
  }

  /**
   * Returns the page in the man(7) language.
   *
   * @param own the command's document
   * @param shared the document with the sections for all pages; the command's own sections take
   *     precedence
   * @param date the date of the release, as YYYY-MM-DD
   */
  public static String of(
      CommandSpec command, ManualText own, ManualText shared, String version, String date) {
    ManualPage page = new ManualPage(command, own, shared);
    page.roff.title(name(command).toUpperCase(Locale.ROOT), date, "vsecret " + version);
    page.nameAndSynopsis();
    BEFORE_OPTIONS.forEach(page::section);
    page.roff.section(OPTIONS);
    page.options();
    Set<String> others = new LinkedHashSet<>(own.sections().keySet());
    others.removeAll(BEFORE_OPTIONS);
    others.removeAll(LAST);
    others.removeAll(List.of(SYNOPSIS, OPTIONS, SEE_ALSO));
    others.forEach(page::section);
    LAST.forEach(page::section);
    page.seeAlso();
    return page.roff.toString();
  }

  private void nameAndSynopsis() {
    String summary = command.usageMessage().description()[0];
    String purpose =
        own.purpose()
            .orElseGet(
                () ->
                    summary.substring(0, 1).toLowerCase(Locale.ROOT)
                        + summary.substring(1).replaceFirst("\\.$", ""));
    roff.section("NAME").raw(Roff.literal(name(command)) + " \\- " + Roff.inline(purpose));
    roff.section(SYNOPSIS);
    String called = command.qualifiedName();
    List<String> calls =
        own.section(SYNOPSIS).stream().map(String::strip).filter(call -> !call.isEmpty()).toList();
    if (calls.isEmpty()) {
      roff.synopsis(called, "[OPTION...]" + parameters());
    }
    calls.forEach(call -> roff.synopsis(called, call.substring(called.length()).strip()));
  }

  private String parameters() {
    return command.positionalParameters().stream()
        .map(parameter -> " " + parameter.paramLabel())
        .collect(Collectors.joining());
  }

  private void section(String heading) {
    List<String> lines =
        own.sections().containsKey(heading) ? own.section(heading) : shared.section(heading);
    if (heading.equals("DESCRIPTION") && lines.isEmpty()) {
      lines = List.of(command.usageMessage().description());
    }
    boolean listsCommands = heading.equals("COMMANDS") && !command.subcommands().isEmpty();
    if (lines.isEmpty() && !listsCommands) {
      return;
    }
    roff.section(heading);
    if (listsCommands) {
      commands();
    }
    roff.blocks(lines);
  }

  private void commands() {
    for (CommandSpec one : documented(command).subList(1, documented(command).size())) {
      roff.tagged(Roff.word(name(one)) + "(1)", one.usageMessage().description()[0]);
    }
  }

  private void options() {
    if (!command.positionalParameters().isEmpty()) {
      roff.subsection("Arguments");
      command
          .positionalParameters()
          .forEach(
              parameter ->
                  roff.tagged(
                      Roff.value(parameter.paramLabel()),
                      String.join(" ", parameter.description())));
    }
    List<OptionSpec> left = new ArrayList<>(command.options());
    left.removeIf(OptionSpec::hidden);
    left.sort(Comparator.comparing(OptionSpec::longestName));
    List<ManualText.Group> groups = new ArrayList<>(own.groups());
    groups.addAll(shared.groups());
    for (ManualText.Group group : groups) {
      boolean begun = false;
      for (String name : group.notes().keySet()) {
        OptionSpec option = command.findOption(name);
        if (option != null && left.remove(option)) {
          if (!begun) {
            roff.subsection(group.heading());
          }
          begun = true;
          option(option, group.notes().get(name));
        }
      }
    }
    if (!left.isEmpty()) {
      roff.subsection("Other options");
      left.forEach(option -> option(option, ""));
    }
  }

  private void option(OptionSpec option, String note) {
    String names = Stream.of(option.names()).map(Roff::word).collect(Collectors.joining(", "));
    String value = option.arity().max() == 0 ? "" : "=" + Roff.value(option.paramLabel());
    roff.tagged(names + value, String.join(" ", option.description()));
    if (!note.isEmpty()) {
      roff.continued(note);
    }
  }

  private void seeAlso() {
    CommandSpec root = command.parent() == null ? command : command.parent();
    roff.section(SEE_ALSO)
        .raw(
            documented(root).stream()
                .filter(other -> other != command)
                .map(other -> Roff.word(name(other)) + "(1)")
                .collect(Collectors.joining(",\n")));
    roff.blocks(own.sections().containsKey(SEE_ALSO) ? own.section(SEE_ALSO) : List.of());
    roff.blocks(shared.section(SEE_ALSO));
  }
}
