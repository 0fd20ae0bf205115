package dev.vsecret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vsecret.testkit.Launcher;
import dev.vsecret.testkit.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Without a locale, as in cron: input is passed on byte for byte, or rejected before anything is
 * changed. Shell scripts contain the bytes, since this JVM may not have a locale either. In them,
 * {@code $BYTE} is a byte that is not UTF-8.
 */
final class EncodingIT {
  @TempDir private Path folder;
  private Launcher launcher;

  @BeforeEach
  void prepare() throws IOException {
    launcher = new Launcher(folder);
  }

  /** Runs {@code lines} with sh, where {@code vsecret} is the packaged program. */
  private Result script(String lines) throws Exception {
    Path bin = Launcher.distribution().resolve("bin");
    return launcher
        .as(
            Launcher.executable(
                folder.resolve("script"),
                "set -e\nBYTE=$(printf '\\374')\nPATH=" + bin + ":$PATH\n" + lines))
        .run();
  }

  private void assertSucceeds(String lines) throws Exception {
    Result result = script(lines);
    assertThat(result.exitCode()).as("%s", result).isZero();
  }

  private void assertRefuses(String name, String lines) throws Exception {
    Result result = script(lines);
    assertThat(result.exitCode()).as("%s", result).isEqualTo(2);
    assertThat(result.err())
        .startsWith("vsecret: " + name + " contains ")
        .contains("UTF-8")
        .contains("Nothing was changed.");
    assertThat(result.out()).isEmpty();
  }

  @Test
  void runsTheHookAsItWasTyped() throws Exception {
    assertSucceeds(
        """
        vsecret sandbox -- vsecret rotate --deploy-hook 'cat > schlüssel.txt'
        test -s schlüssel.txt
        """);
  }

  @Test
  void givesTheHookASecretThatIsNotAscii() throws Exception {
    assertSucceeds(
        """
        printf 'Grüße-1234' > own
        vsecret sandbox -- vsecret create --secret-file own \\
          --deploy-hook 'cat > stdin; printf "%s" "$VONAGE_API_SECRET" > variable'
        cmp own stdin
        cmp own variable
        """);
  }

  @Test
  void signsWithASecretThatIsNotAscii() throws Exception {
    assertSucceeds(
        """
        printf 'Grüße-1234' > own
        vsecret sandbox -- sh -c '
          vsecret create --secret-file own --print
          VONAGE_API_SECRET=Grüße-1234 vsecret list'
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"vsecret sandbox -- sh -c", "vsecret sandbox -- vsecret rotate --deploy-hook"})
  void givesChildrenExactlyTheUsersEnvironment(String command) throws Exception {
    assertSucceeds(
        """
        export SHOW="env | grep -av -e ^PATH= -e ^_= -e ^VONAGE_ -e ^VSECRET_BASE -e ^VSECRET_HOOK_ \\
          -e ^VSECRET_STATE -e ^SHOW= -e ^OLDPWD= | LC_ALL=C sort"
        export LATIN="a${BYTE}b" UNICODE=ü LC_ALL=de_DE LANG= JDK_JAVA_OPTIONS=
        export JAVA_TOOL_OPTIONS='-Dsome.name="a  b" -Dother=ü'
        sh -c "$SHOW" > before
        %s "$SHOW > after"
        cmp before after
        grep -q '^JDK_JAVA_OPTIONS=$' after
        """
            .formatted(command));
  }

  @Test
  void givesChildrenNoLocaleWhereThereIsNone() throws Exception {
    assertSucceeds(
        "vsecret sandbox -- sh -c 'test -z \"${LC_ALL+set}${_JAVA_OPTIONS+set}\" && ! env | grep"
            + " VSECRET_USER'");
  }

  @Test
  void passesTheWrappedCommandOn() throws Exception {
    assertSucceeds("test \"$(vsecret sandbox -- echo größe)\" = größe");
  }

  @Test
  void writesToPathsThatAreNotAscii() throws Exception {
    assertSucceeds(
        """
        mkdir jürgen büro
        export HOME="$PWD/jürgen"
        cd büro
        vsecret sandbox -- sh -c '
          export VSECRET_STATE_DIR="$HOME/zustände"
          vsecret rotate --output-file ~/ausgänge.txt'
        test -s ../jürgen/ausgänge.txt
        test -s ../jürgen/zustände/history.jsonl
        """);
  }

  @Test
  void startsFromAPathThatIsNotAscii() throws Exception {
    assertSucceeds(
        """
        mkdir über
        cp -Rp '%s' über/vsecret
        test "$(über/vsecret/bin/vsecret sandbox -- vsecret list | wc -l)" = 2
        """
            .formatted(Launcher.distribution()));
  }

  @Test
  void refusesAnArgumentThatIsNotUtf8() throws Exception {
    assertRefuses(
        "The value of --deploy-hook", "vsecret rotate --deploy-hook \"cat > gr${BYTE}n.txt\"");
    assertRefuses("The value of --output-file", "vsecret rotate \"--output-file=gr${BYTE}n.txt\"");
    assertRefuses("Argument 3", "vsecret sandbox -- \"${BYTE}\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "VONAGE_API_KEY",
        "VONAGE_API_SECRET",
        "VSECRET_BASE_URL",
        "VSECRET_CACERT",
        "VSECRET_STATE_DIR",
        "XDG_STATE_HOME",
        "HOME",
        "LC_ALL",
        "JAVA_TOOL_OPTIONS"
      })
  void refusesAVariableThatIsNotUtf8(String name) throws Exception {
    assertRefuses(
        "The environment variable " + name,
        "export " + name + "=\"x${BYTE}\"\nvsecret rotate --output-file new");
    assertThat(folder.resolve("new")).doesNotExist();
  }

  @Test
  void refusesAPathVariableThatItWouldHaveToChange() throws Exception {
    assertRefuses(
        "The environment variable PATH", "PATH=\"$PATH:/x${BYTE}\"; vsecret sandbox -- true");
  }

  @Test
  void refusesAWorkingDirectoryThatIsNotUtf8() throws Exception {
    // Remove it here: this JVM may not be able to.
    assertRefuses(
        "The path of the working directory",
        """
        mkdir "$BYTE"
        cd "$BYTE"
        code=0
        vsecret list || code=$?
        cd ..
        rmdir "$BYTE"
        exit $code
        """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SOME=x | --deploy-hook 'cat > schlüssel.txt' | The value of --deploy-hook",
        "SOME=x | --output-file=schlüssel.txt | The value of --output-file",
        "HOME=/ü | --print | The environment variable HOME",
        "VONAGE_API_SECRET=Grüße-1234 | --print | The environment variable VONAGE_API_SECRET"
      })
  void refusesWhatIsNotAsciiWhereTheSystemHasNoUtf8(String variable, String options, String name)
      throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/cmdline")), "elsewhere Java always has UTF-8");
    // Without the launcher, whose locale exists on most systems.
    assertRefuses(
        name,
        "env LC_ALL=C %s \"$JAVA_HOME/bin/java\" -cp %s dev.vsecret.Main rotate %s"
            .formatted(variable, Launcher.distribution().resolve("lib/vsecret.jar"), options));
  }

  @Test
  void rollsBackWhatTheHookCouldNotBeGivenUnchanged() throws Exception {
    assertSucceeds(
        """
        printf 'Grüße-1234' > own
        code=0
        vsecret sandbox -- env LC_ALL=C "$JAVA_HOME/bin/java" -cp %s dev.vsecret.Main \\
          create --secret-file own --deploy-hook 'printf x > deployed' || code=$?
        test "$code" = 7
        test ! -e deployed
        """
            .formatted(Launcher.distribution().resolve("lib/vsecret.jar")));
  }
}
