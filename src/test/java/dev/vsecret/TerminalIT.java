package dev.vsecret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vsecret.testkit.Launcher;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prompts on a terminal, which the command {@code script} of util-linux provides. */
final class TerminalIT {
  @TempDir private Path folder;

  @BeforeEach
  void requireTerminal() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "there is no terminal");
    assumeTrue(Files.exists(Path.of("/proc/self")), "elsewhere script has other options");
  }

  /**
   * What a terminal shows on which {@code lines} are run by sh and {@code typed} is typed, which is
   * a format of printf.
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
  void aPromptTurnsTheEchoOnThatAKilledSecretPromptLeftOff() throws Exception {
    assertThat(show("\\n", "stty -echo\nvsecret list\nstty -a"))
        .contains("API key: ")
        .contains(" echo ")
        .doesNotContain("-echo ");
  }

  @Test
  void aQuestionTurnsTheEchoOnToo() throws Exception {
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

  @Test
  void whatIsTypedMustBeUtf8() throws Exception {
    assertThat(show("a\\374b\\n", "vsecret list")).contains("What was typed is not UTF-8.");
  }
}
