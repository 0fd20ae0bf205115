package dev.vsecret.delivery;

import static dev.vsecret.testkit.CommandLine.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import dev.vsecret.testkit.Ownership;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Root appends secrets only to a file that no other user controls or can read. */
final class RootAppendTest {
  @RegisterExtension
  final CommandLineFixture vsecret =
      new CommandLineFixture(SandboxSettings.defaults().withSubaccounts(2));

  private Path folder;
  private Path file;

  @BeforeEach
  void beRoot() throws IOException {
    Ownership.assumeRoot();
    folder = Ownership.folder(vsecret.workingDirectory().resolve("a/b"), "rwxr-xr-x");
    file = folder.resolve("secrets.jsonl");
  }

  private void expectRefusal(Path culprit) throws IOException {
    var before = vsecret.files();
    CommandRun run = vsecret.runAndExpectNothingSent(2, "rotate", "--output-file", file.toString());
    assertThat(run.err())
        .contains(file.toString())
        .contains(culprit.toString())
        .contains("replace it with a link or read the secret")
        .contains("only root can write to");
    assertThat(vsecret.files()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create --output-file a/b/secrets.jsonl",
        "rotate --output-file a/b/secrets.jsonl --dry-run",
        "rotate --subaccounts --output-file a/b/secrets.jsonl"
      })
  void noCommandAppendsToAFileOfAnotherUser(String line) throws Exception {
    Ownership.giveAway(Files.createFile(file));
    assertThat(vsecret.runAndExpectNothingSent(2, words(line)).err())
        .contains(file + " belongs to ");
    assertThat(file).isEmptyFile();
  }

  @Test
  void theFolderBelongsToRoot() throws Exception {
    expectRefusal(Ownership.giveAway(folder));
  }

  @Test
  void everyFolderInThePathBelongsToRoot() throws Exception {
    expectRefusal(Ownership.giveAway(folder.getParent()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0777, 0775, 0757, 01777})
  void nobodyElseCanWriteToTheFolder(int mode) throws Exception {
    Files.createFile(file);
    expectRefusal(Ownership.chmod(folder, mode));
  }

  @ParameterizedTest
  @ValueSource(ints = {0777, 0775})
  void nobodyElseCanRenameAFolderInThePath(int mode) throws Exception {
    expectRefusal(Ownership.chmod(folder.getParent(), mode));
  }

  @Test
  void aStickyFolderOnTheWayIsFine() throws Exception {
    Ownership.chmod(folder.getParent(), 01777);
    vsecret.runAndExpect(0, "rotate", "--output-file", file.toString());
    assertThat(Files.readString(file)).contains(vsecret.newestSecret());
  }

  @Test
  void aLinkOfAnotherUserIsNotFollowed() throws Exception {
    Path target = vsecret.write("system/file.jsonl", "", "rw-------");
    Files.createSymbolicLink(file, target);
    expectRefusal(Ownership.giveAway(file));
    assertThat(target).isEmptyFile();
  }

  @Test
  void aLinkOfAnotherUserToAFolderIsNotFollowed() throws Exception {
    Path shared = Ownership.chmod(Files.createDirectory(folder.resolve("shared")), 01777);
    Path link = Files.createSymbolicLink(shared.resolve("link"), folder);
    file = link.resolve("secrets.jsonl");
    expectRefusal(Ownership.giveAway(link));
  }

  @Test
  void aLinkOfRootIsCheckedWithItsWholeTargetPath() throws Exception {
    Path shared = Ownership.folder(vsecret.workingDirectory().resolve("shared"), "rwxrwxrwx");
    Path deep = Files.createDirectories(shared.resolve("deep"));
    Files.createSymbolicLink(file, Path.of("..", "..", "shared", "deep", "other.jsonl"));
    expectRefusal(folder.resolve("../../shared"));

    Ownership.chmod(shared, 0755);
    vsecret.runAndExpect(0, "rotate", "--output-file", file.toString());
    assertThat(Files.readString(deep.resolve("other.jsonl"))).contains(vsecret.newestSecret());
  }

  @Test
  void circularLinksAreRefused() throws Exception {
    Files.createSymbolicLink(file, file);
    assertThat(vsecret.runAndExpectNothingSent(2, "rotate", "--output-file", file.toString()).err())
        .contains(file.toString());
  }
}
