package dev.vsecret.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vsecret.Environment;
import dev.vsecret.testkit.Program;
import dev.vsecret.testkit.Program.Result;
import dev.vsecret.testkit.Shells;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The manual pages match the program: same options, no more and no fewer. */
final class ManualPagesTest {
  private static final Path DOCUMENTS = Path.of("src/dist/man");

  @TempDir private Path folder;

  private final Environment environment = Environment.system();
  private final CommandSpec root = Commands.parser(environment).getCommandSpec();

  private SortedMap<String, String> pages() throws IOException {
    return ManualPages.all(environment, DOCUMENTS, "1.2.3", "2026-01-01");
  }

  private Stream<CommandSpec> documented() throws IOException {
    return pages().keySet().stream()
        .map(name -> name.replaceFirst("^vsecret-?", ""))
        .map(name -> name.isEmpty() ? root : root.subcommands().get(name).getCommandSpec());
  }

  private boolean isTopic(String name) {
    return root.subcommands().get(name).getCommandSpec().usageMessage().hidden();
  }

  @Test
  void everyCommandHasAPageExceptForHelpAndCompletion() throws IOException {
    List<String> commands =
        root.subcommands().keySet().stream()
            .filter(name -> !List.of("help", "generate-completion").contains(name))
            .filter(name -> !isTopic(name))
            .map(name -> "vsecret-" + name)
            .toList();
    assertThat(pages().keySet()).contains("vsecret").containsAll(commands);
    assertThat(pages()).hasSize(commands.size() + 1);
  }

  @Test
  void everyOptionIsOnItsPageOnceWithTheTextOfTheHelp() throws IOException {
    SortedMap<String, String> pages = pages();
    for (CommandSpec command : documented().toList()) {
      String page = pages.get(command.qualifiedName("-")).replace("\\-", "-");
      for (OptionSpec option : command.options()) {
        String tag =
            ".TP\n\\fB%s\\fP".formatted(String.join("\\fP, \\fB", option.names()))
                + (option.arity().max() > 0 ? "=\\fI" + option.paramLabel() + "\\fP\n" : "\n");
        assertThat(page.split(Pattern.quote(tag), -1))
            .as("%s of %s", option.longestName(), command.name())
            .hasSize(option.hidden() ? 1 : 2);
        if (!option.hidden()) {
          assertThat(page).contains(tag + option.description()[0].split("[ -]", -1)[0]);
        }
      }
    }
  }

  @Test
  void noDocumentNamesAnUnknownOption() throws IOException {
    List<String> known =
        Stream.concat(
                root.options().stream(),
                root.subcommands().values().stream()
                    .map(CommandLine::getCommandSpec)
                    .flatMap(command -> command.options().stream()))
            .filter(option -> !option.hidden())
            .flatMap(option -> Stream.of(option.names()))
            .toList();
    try (Stream<Path> documents = Files.list(DOCUMENTS)) {
      for (Path document : documents.toList()) {
        assertThat(
                Pattern.compile("(?<![\\w-])--[a-z][a-z-]*")
                    .matcher(Files.readString(document))
                    .results()
                    .map(MatchResult::group))
            .as("%s", document)
            .isSubsetOf(known);
      }
    }
  }

  @Test
  void everyExitStatusIsExplainedAndNoOther() throws IOException {
    String shared = Files.readString(DOCUMENTS.resolve("shared.md"));
    String section = shared.replaceFirst("(?s).*\n## Exit status\n", "").split("\n## ", -1)[0];
    assertThat(
            Pattern.compile("(?m)^- (`\\d+`(?:, `\\d+`)*):")
                .matcher(section)
                .results()
                .flatMap(codes -> Stream.of(codes.group(1).replace("`", "").split(", ")))
                .map(Integer::valueOf))
        .containsExactlyElementsOf(
            Arrays.stream(ExitCode.values()).map(ExitCode::code).sorted().toList());
    for (String page : pages().values()) {
      assertThat(page).contains("\n.SH EXIT STATUS\n");
    }
  }

  @Test
  void thePurposeOfACommandIsOneShortLine() throws IOException {
    for (String page : pages().values()) {
      assertThat(page).containsPattern("\n\\.SH NAME\n[^\n]{10,100}\n\\.SH SYNOPSIS\n");
    }
  }

  @Test
  void aCommandWithoutADocumentHasAPageToo() throws IOException {
    Files.copy(DOCUMENTS.resolve("shared.md"), folder.resolve("shared.md"));
    String page = ManualPages.all(environment, folder, "1.2.3", "2026-01-01").get("vsecret-revoke");
    assertThat(page)
        .contains("vsecret\\-revoke \\- revoke a secret: ")
        .contains(".SY \"vsecret revoke\"\n[\\fIOPTION\\fP...] \\fISECRET_ID\\fP\n")
        .contains("\n.SH DESCRIPTION\nRevoke a secret: ")
        .contains("\n.SH SECURITY\n");
  }

  @Test
  void theFormattersReportNoWarnings() throws Exception {
    List<String> installed = Stream.of("mandoc", "man").filter(Shells::isInstalled).toList();
    assumeTrue(!installed.isEmpty(), "neither mandoc nor man is installed");
    ManualPages.main(new String[] {DOCUMENTS.toString(), "1.2.3", "2026-01-01", folder.toString()});
    for (String name : pages().keySet()) {
      String page = folder.resolve(name + ".1").toString();
      for (String formatter : installed) {
        Result result =
            formatter.equals("mandoc")
                ? Program.of("mandoc", "-Tlint", page).run()
                : Program.of("man", "--warnings", "-E", "UTF-8", "-Tutf8", "-Z", "-l", page).run();
        assertThat(result.err()).as("%s", result).isEmpty();
        assertThat(result.exitCode()).as("%s", result).isZero();
        assertThat(result.out()).as("%s", result).doesNotContain("mandoc:");
      }
    }
  }
}
