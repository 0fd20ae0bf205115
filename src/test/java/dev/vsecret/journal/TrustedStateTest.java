package dev.vsecret.journal;

import static dev.vsecret.testkit.CommandLine.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.Fault;
import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import dev.vsecret.testkit.Ownership;
import dev.vsecret.testkit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run uses only state that no one except the user and root could have written. */
final class TrustedStateTest {
  /** More failed requests than any command sends before it gives up. */
  private static final int MANY = 1000;

  private static final String[] KINDS = {".journal", ".lock", "history.jsonl"};

  @RegisterExtension
  final CommandLineFixture vsecret =
      new CommandLineFixture(SandboxSettings.defaults().withSubaccounts(2));

  static Stream<String> kinds() {
    return Stream.of(KINDS);
  }

  private Path hooked() {
    return vsecret.workingDirectory().resolve("hooked");
  }

  /** Creates a lock, a history, and the journal of a rotation that runs a hook when resumed. */
  private void leaveUnfinishedRotation() throws IOException {
    vsecret.runAndExpect(0, "rotate", "--print", "--revoke-old", "-y");
    vsecret.setVariable("VONAGE_API_SECRET", vsecret.newestSecret());
    vsecret.advance(Duration.ofDays(1));
    vsecret
        .server()
        .faults()
        .repeat(MANY, request -> vsecret.ids().size() == 2, Fault.dropBefore());
    vsecret.runAndExpect(9, "rotate", "--deploy-hook", "touch " + hooked());
    vsecret.server().faults().clear();
    assertThat(vsecret.journalExists()).isTrue();
    assertThat(hooked()).doesNotExist();
  }

  /** Returns the file with that extension in the state folder. */
  private Path stateFile(String ending) throws IOException {
    try (Stream<Path> files = Files.list(vsecret.stateFolder())) {
      return files.filter(file -> file.toString().endsWith(ending)).findFirst().orElseThrow();
    }
  }

  private void expectRefusal(Path culprit, String why) {
    CommandRun run = vsecret.runAndExpectNothingSent(2, "rotate", "--print");
    assertThat(run.err())
        .contains(culprit.toString())
        .contains(why)
        .contains("VSECRET_STATE_DIR")
        .contains("Nothing was changed.");
    assertThat(hooked()).doesNotExist();
  }

  @Test
  void aJournalThatAnotherUserPlantedInASharedFolderRunsNoHook() throws Exception {
    Ownership.assumeRoot();
    leaveUnfinishedRotation();
    Ownership.giveAway(stateFile(".journal"));
    Ownership.chmod(vsecret.stateFolder(), 01777);
    expectRefusal(vsecret.stateFolder(), "mode 1777");

    Ownership.chmod(vsecret.stateFolder(), 0700);
    expectRefusal(stateFile(".journal"), "belongs to");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "list",
        "list --subaccounts",
        "create --print",
        "create --print --dry-run",
        "revoke some-id -y",
        "rotate --print",
        "rotate --print --dry-run",
        "rotate --finish",
        "rotate --abort",
        "rotate --subaccounts --output-file secrets.jsonl"
      })
  void noCommandUsesAFolderThatOthersCanWriteTo(String line) throws Exception {
    for (String mode : new String[] {"rwxrwx---", "rwx----w-", "rwxrwxrwx"}) {
      Ownership.folder(vsecret.stateFolder(), mode);
      CommandRun run = vsecret.runAndExpectNothingSent(2, words(line));
      assertThat(run.err())
          .contains("Others can write to the state folder " + vsecret.stateFolder())
          .contains("chmod go-w " + vsecret.stateFolder())
          .contains("VSECRET_STATE_DIR");
    }
    assertThat(vsecret.stateFolder()).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "rotate --print"})
  void noCommandUsesAFolderOfAnotherUser(String line) throws Exception {
    Ownership.assumeRoot();
    Ownership.giveAway(Ownership.folder(vsecret.stateFolder(), "rwx------"));
    assertThat(vsecret.runAndExpectNothingSent(2, words(line)).err())
        .contains("The state folder " + vsecret.stateFolder() + " belongs to ")
        .contains("chown")
        .contains("VSECRET_STATE_DIR");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void noFileOfAnotherUserIsUsed(String kind) throws Exception {
    Ownership.assumeRoot();
    leaveUnfinishedRotation();
    expectRefusal(Ownership.giveAway(stateFile(kind)), "belongs to");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void noFileThatOthersCanWriteToIsUsed(String kind) throws Exception {
    leaveUnfinishedRotation();
    for (String mode : new String[] {"rw--w----", "rw-----w-"}) {
      Path file = stateFile(kind);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      expectRefusal(file, "Others can write");
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void noFileIsReachedThroughALink(String kind) throws Exception {
    leaveUnfinishedRotation();
    Path file = stateFile(kind);
    Path elsewhere = Files.move(file, vsecret.workingDirectory().resolve("elsewhere"));
    Files.createSymbolicLink(file, elsewhere);
    expectRefusal(file, "is a symbolic link");
  }

  /** Runs in a separate thread, since opening a pipe cannot be interrupted. */
  @ParameterizedTest
  @MethodSource("kinds")
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void noPipeIsWaitedFor(String kind) throws Exception {
    leaveUnfinishedRotation();
    Path file = stateFile(kind);
    Files.delete(file);
    assertThat(Program.of("mkfifo", "-m", "600", file.toString()).run().exitCode()).isZero();
    expectRefusal(file, "is a special file");
  }

  @Test
  void listChecksTheHistoryBeforeItReadsIt() throws Exception {
    leaveUnfinishedRotation();
    Path history = stateFile("history.jsonl");
    Files.setPosixFilePermissions(history, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(vsecret.runAndExpectNothingSent(2, "list").err()).contains(history.toString());
  }

  @Test
  void aLinkedFolderIsCheckedItself() throws Exception {
    Path real = Ownership.folder(vsecret.home().resolve("real"), "rwx------");
    vsecret.setStateFolder(Files.createSymbolicLink(vsecret.home().resolve("link"), real));
    vsecret.runAndExpect(0, "list");
    vsecret.runAndExpect(0, "rotate", "--print", "--dry-run");

    Ownership.folder(real, "rwxrwxrwx");
    vsecret.runAndExpectNothingSent(2, "list");
  }

  @Test
  void aFileInsteadOfAFolderIsRefused() throws Exception {
    vsecret.setStateFolder(vsecret.write("file", "", "rw-------"));
    assertThat(vsecret.runAndExpectNothingSent(2, "list").err())
        .contains("is a regular file, but must be a folder");
  }

  @Test
  void aFolderThatOthersCanReadIsAcceptedAndTheJournalIsNotReadable() throws Exception {
    Ownership.folder(vsecret.stateFolder(), "rwxr-xr-x");
    leaveUnfinishedRotation();
    assertThat(mode(stateFile(".journal"))).isEqualTo("rw-------");
    vsecret.runAndExpect(0, "rotate", "--print");
    assertThat(hooked()).exists();
    assertThat(mode(vsecret.stateFolder())).isEqualTo("rwxr-xr-x");
  }

  @Test
  void theDefaultFolderIsAccessibleToTheUserOnly() throws Exception {
    vsecret.removeVariable("VSECRET_STATE_DIR");
    vsecret.runAndExpect(0, "rotate", "--print");
    assertThat(mode(vsecret.home().resolve(".local/state/vsecret"))).isEqualTo("rwx------");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
