package dev.vsecret.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vsecret.Environment;
import dev.vsecret.cli.completion.Shell;
import dev.vsecret.testkit.Program;
import dev.vsecret.testkit.Program.Result;
import dev.vsecret.testkit.Shells;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What the shells offer when the Tab key is pressed. */
final class CompletionTest {
  private static final Path HELPERS = Path.of("src/test/resources/completion").toAbsolutePath();

  @TempDir private Path folder;

  private final CommandSpec root = Commands.parser(Environment.system()).getCommandSpec();

  @BeforeEach
  void makeFiles() throws IOException {
    Files.createFile(folder.resolve("app.env"));
    Files.createFile(folder.resolve("list"));
  }

  /** Returns the lines that {@code shell} offers at the end of {@code line}. */
  private List<String> lines(Shell shell, String line) throws Exception {
    String name = shell.name().toLowerCase(Locale.ROOT);
    assumeTrue(Shells.isInstalled(name), name + " is not installed");
    Path script = folder.resolve(".completion");
    Files.writeString(script, shell.script(root));
    String plain =
        switch (shell) {
          case BASH -> "--norc";
          case ZSH -> "-f";
          case FISH -> "--no-config";
        };
    Result result =
        Program.of(name, plain, HELPERS + "/" + name + ".sh", script.toString(), line)
            .in(folder)
            .with("HOME", folder.toString())
            .run();
    assertThat(result.err()).as("%s", result).isEmpty();
    return result.out().lines().filter(text -> !text.isBlank()).toList();
  }

  /** Returns only the words. Drops an option's name that fish repeats before a value. */
  private List<String> offered(Shell shell, String line) throws Exception {
    return lines(shell, line).stream()
        .map(text -> text.replaceFirst("\t.*", "").replaceFirst("^--.*=", ""))
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void theFirstArgumentIsACommand(Shell shell) throws Exception {
    assertThat(offered(shell, "vsecret ")).containsExactlyInAnyOrderElementsOf(commands());
    assertThat(offered(shell, "vsecret r")).containsExactlyInAnyOrder("revoke", "rotate");
    assertThat(offered(shell, "vsecret help ro")).containsExactly("rotate");
  }

  /** Returns all commands except help topics. */
  private List<String> commands() {
    return root.subcommands().entrySet().stream()
        .filter(command -> !command.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey)
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void everyOptionOfACommandIsOfferedAndNoOther(Shell shell) throws Exception {
    for (String command : commands()) {
      List<String> options =
          root.subcommands().get(command).getCommandSpec().options().stream()
              .filter(option -> !option.hidden())
              .map(OptionSpec::longestName)
              .toList();
      assertThat(offered(shell, "vsecret " + command + " --"))
          .as("%s", command)
          .containsExactlyInAnyOrderElementsOf(options);
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyValuesThatTheCommandAcceptsAreOffered(Shell shell) throws Exception {
    assertThat(offered(shell, "vsecret list -o "))
        .containsExactlyInAnyOrder("table", "json", "openmetrics");
    assertThat(offered(shell, "vsecret rotate -o "))
        .containsExactlyInAnyOrder("table", "json", "env");
    assertThat(offered(shell, "vsecret rotate --output="))
        .containsExactlyInAnyOrder("table", "json", "env");
    assertThat(offered(shell, "vsecret rotate --output=j")).containsExactly("json");
    assertThat(offered(shell, "vsecret sandbox --secrets ")).containsExactlyInAnyOrder("1", "2");
    assertThat(offered(shell, "vsecret generate-completion --shell "))
        .containsExactlyInAnyOrder("bash", "zsh", "fish");
  }

  @ParameterizedTest
  @EnumSource
  void filesAreOfferedWhereAFileIsWanted(Shell shell) throws Exception {
    assertThat(offered(shell, "vsecret rotate --config a")).containsExactly("app.env");
    assertThat(offered(shell, "vsecret create --secret-file=a")).containsExactly("app.env");
    assertThat(offered(shell, "vsecret list --accounts-file l")).containsExactly("list");
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsOfferedForFreeText(Shell shell) throws Exception {
    assertThat(offered(shell, "vsecret rotate --account ")).isEmpty();
    assertThat(offered(shell, "vsecret rotate --deploy-hook ")).isEmpty();
    assertThat(offered(shell, "vsecret rotate --if-older-than=")).isEmpty();
    assertThat(offered(shell, "vsecret revoke ")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void theCommandAfterSandboxIsCompletedLikeAnyCommand(Shell shell) throws Exception {
    assumeTrue(
        shell != Shell.BASH || Files.exists(Path.of("/usr/share/bash-completion/bash_completion")),
        "bash-completion is not installed");
    assertThat(offered(shell, "vsecret sandbox --tls -- vsecret rotate --dry"))
        .containsExactly("--dry-run");
    assertThat(offered(shell, "vsecret sandbox -- vsecret rev")).containsExactly("revoke");
  }

  @ParameterizedTest
  @EnumSource(names = {"ZSH", "FISH"})
  void commandsAndOptionsAreOfferedWithWhatTheyDo(Shell shell) throws Exception {
    assertThat(lines(shell, "vsecret rev")).hasSize(1).allMatch(text -> text.contains("Revoke"));
    assertThat(lines(shell, "vsecret list --cac"))
        .hasSize(1)
        .allMatch(text -> text.contains("PEM file"));
    assertThat(lines(shell, "vsecret rotate --pro"))
        .hasSize(1)
        .allMatch(text -> text.contains("Proxy: http://"));
  }
}
