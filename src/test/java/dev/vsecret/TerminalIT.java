package dev.vsecret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vsecret.testkit.Launcher;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prompts on a terminal, which the command {@code script} of util-linux provides. */
final class TerminalIT {
  @TempDir private Path folder;

  @BeforeEach
  void requireTerminal() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script(1) is not installed");
    assumeTrue(Files.exists(Path.of("/proc/self")), "elsewhere script has other options");
  }

  /**
   * Runs {@code lines} with sh on a terminal and returns its output. {@code typed} is the input, as
   * a printf format.
   */
  private String show(String typed, String lines) throws Exception {
    Path bin = Launcher.distribution().resolve("bin");
    Path inside = Launcher.executable(folder.resolve("inside"), "PATH=" + bin + ":$PATH\n" + lines);
    Path outside =
        Launcher.executable(
            folder.resolve("outside"),
            "printf '%s' | script -qec '%s' /dev/null | LC_ALL=C tr -d '\\374'\n"
                .formatted(typed, inside));
    return new Launcher(folder).as(outside).run().out();
  }

  @Test
  void aPromptTurnsTheEchoBackOnAfterAKilledSecretPrompt() throws Exception {
    assertThat(show("\\n", "stty -echo\nvsecret list\nstty -a"))
        .contains("API key: ")
        .contains(" echo ")
        .doesNotContain("-echo ");
  }

  @Test
  void aConfirmationTurnsTheEchoBackOnToo() throws Exception {
    assertThat(
            show(
                "n\\n",
                """
                vsecret sandbox --secrets 2 -- sh -c '
                  id=$(vsecret list -o json | sed -n "s/.*\\"id\\": \\"\\(.*\\)\\".*/\\1/p" | tail -n 1)
                  stty -echo
                  vsecret revoke "$id"'
                stty -a
                """))
        .contains("[y/N]")
        .contains(" echo ")
        .doesNotContain("-echo ");
  }

  private static final String COLOR = "\u001b[";

  @Test
  void helpIsAsWideAsTheTerminal() throws Exception {
    String help = show("", "stty cols 62\nNO_COLOR=1 vsecret rotate --help");
    assertThat(help.lines().mapToInt(String::length).max().orElseThrow()).isBetween(58, 62);
  }

  @Test
  void helpIsInColorOnATerminalThatKnowsColors() throws Exception {
    assertThat(show("", "TERM=xterm vsecret --help")).contains(COLOR, "rotate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TERM=xterm vsecret --no-color --help",
        "TERM=xterm vsecret rotate --no-color --help",
        "TERM=xterm NO_COLOR=1 vsecret help rotate",
        "TERM=dumb vsecret --help",
        "TERM= vsecret --help",
        "TERM=xterm vsecret --help | cat",
      })
  void helpIsPlainIfColorIsDisabled(String line) throws Exception {
    assertThat(show("", line)).contains("Usage: ").doesNotContain(COLOR);
  }

  @Test
  void progressIsABarOnATerminalAsWideAsThat() throws Exception {
    String run = "TERM=xterm vsecret sandbox --subaccounts 2 -- vsecret list --subaccounts";
    assertThat(show("", "stty cols 50\n" + run))
        .contains("\u001b[K", "] 0/2 done, 0 failed, unknown left")
        .doesNotContain("skipped");
  }

  @Test
  void progressIsPlainOnATerminalThatKnowsNoControlCodes() throws Exception {
    String run = "TERM=dumb vsecret sandbox --subaccounts 2 -- vsecret list --subaccounts";
    assertThat(show("", run)).contains("ACCOUNT").doesNotContain(COLOR);
  }

  @Test
  void whatIsTypedMustBeUtf8() throws Exception {
    assertThat(show("a\\374b\\n", "vsecret list")).contains("The input is not UTF-8.");
  }
}
