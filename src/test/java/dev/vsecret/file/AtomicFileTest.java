package dev.vsecret.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AtomicFileTest {
  private static final byte[] CONTENT = "new content\n".getBytes(UTF_8);

  @TempDir private Path folder;

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private Path existing(String mode) throws IOException {
    Path path = Files.writeString(folder.resolve("file"), "old content\n");
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFileOfVsecretIsReadableByItsOwnerOnly() throws IOException {
    Path path = folder.resolve("file");
    AtomicFile.write(path, CONTENT);
    assertThat(path).hasBinaryContent(CONTENT);
    assertThat(mode(path)).isEqualTo("rw-------");
    assertThat(names()).containsExactly("file");
  }

  @Test
  void aFileOfVsecretBecomesReadableByItsOwnerOnly() throws IOException {
    Path path = existing("rw-rw-rw-");
    AtomicFile.write(path, CONTENT);
    assertThat(path).hasBinaryContent(CONTENT);
    assertThat(mode(path)).isEqualTo("rw-------");
  }

  /** Writes the files named by its arguments, in a process with a given umask. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] paths) throws IOException {
      AtomicFile.write(Path.of(paths[0]), CONTENT);
      AtomicFile.replace(Path.of(paths[1]), CONTENT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"000", "022", "077"})
  void theUmaskHasNoEffect(String umask)
      throws IOException, InterruptedException, URISyntaxException {
    Path own = folder.resolve("own");
    Path users = existing("rw-rw-r--");
    String classes = location(AtomicFile.class) + File.pathSeparator + location(Writer.class);
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "umask \"$1\" && shift && exec \"$@\"",
                "sh",
                umask,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classes,
                Writer.class.getName(),
                own.toString(),
                users.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(own).hasBinaryContent(CONTENT);
    assertThat(mode(own)).isEqualTo("rw-------");
    assertThat(users).hasBinaryContent(CONTENT);
    assertThat(mode(users)).isEqualTo("rw-rw-r--");
  }

  private static Path location(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "rw-r-----", "rw-r--r--", "rwxrwxrwx", "r--------"})
  void aFileOfTheUserKeepsItsMode(String mode) throws IOException {
    Path path = existing(mode);
    AtomicFile.replace(path, CONTENT);
    assertThat(path).hasBinaryContent(CONTENT);
    assertThat(mode(path)).isEqualTo(mode);
    assertThat(names()).containsExactly("file");
  }

  @Test
  void aFileOfTheUserKeepsItsOwnerAndGroup() throws IOException {
    Path path = existing("rw-r-----");
    assumeThat(Files.getAttribute(path, "unix:uid")).as("only root gives files away").isEqualTo(0);
    Files.setAttribute(path, "unix:uid", 4321);
    Files.setAttribute(path, "unix:gid", 8765);
    AtomicFile.replace(path, CONTENT);
    assertThat(path).hasBinaryContent(CONTENT);
    assertThat(Files.getAttribute(path, "unix:uid")).isEqualTo(4321);
    assertThat(Files.getAttribute(path, "unix:gid")).isEqualTo(8765);
    assertThat(mode(path)).isEqualTo("rw-r-----");
  }

  @Test
  void aDeletedFileOfTheUserIsNotCreatedAgain() throws IOException {
    assertThatIOException()
        .isThrownBy(() -> AtomicFile.replace(folder.resolve("file"), CONTENT))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(names()).isEmpty();
  }

  @Test
  void aSymbolicLinkIsKeptAndItsTargetIsOverwritten() throws IOException {
    Path target = Files.createDirectory(folder.resolve("elsewhere")).resolve("target");
    Path middle = Files.createSymbolicLink(folder.resolve("middle"), target);
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("middle"));

    Files.writeString(target, "old content\n");
    AtomicFile.write(link, CONTENT);
    assertThat(target).hasBinaryContent(CONTENT);

    Files.writeString(target, "old content\n");
    AtomicFile.replace(link, CONTENT);
    assertThat(target).hasBinaryContent(CONTENT);

    assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("middle"));
    assertThat(Files.readSymbolicLink(middle)).isEqualTo(target);
    assertThat(names()).containsExactly("elsewhere", "link", "middle");
    assertThat(target.getParent()).isDirectoryNotContaining("glob:**vsecret**");
  }

  @Test
  void aSymbolicLinkToAMissingFileIsKept() throws IOException {
    Path target = Files.createDirectory(folder.resolve("elsewhere")).resolve("target");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("elsewhere/../middle"));
    Files.createSymbolicLink(folder.resolve("middle"), target);
    AtomicFile.write(link, CONTENT);
    assertThat(link).isSymbolicLink().hasBinaryContent(CONTENT);
    assertThat(target).isRegularFile().hasBinaryContent(CONTENT);
    assertThat(mode(target)).isEqualTo("rw-------");

    AtomicFile.delete(link);
    assertThat(link).isSymbolicLink();
    assertThat(target).doesNotExist();
  }

  @Test
  void aSymbolicLinkToItselfIsAnError() throws IOException {
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, Path.of("other"));
    Files.createSymbolicLink(folder.resolve("other"), Path.of("link"));
    assertThatIOException()
        .isThrownBy(() -> AtomicFile.write(link, CONTENT))
        .isInstanceOf(FileSystemLoopException.class);
    assertThat(link).isSymbolicLink();
  }

  @Test
  void aFileOfTheUserKeepsItsExtendedAttributes() throws IOException {
    Path path = existing("rw-r-----");
    assumeThat(Files.getFileStore(path).supportsFileAttributeView("user")).isTrue();
    Files.setAttribute(path, "user:note", "mine".getBytes(UTF_8));
    AtomicFile.replace(path, CONTENT);
    assertThat(path).hasBinaryContent(CONTENT);
    assertThat((byte[]) Files.getAttribute(path, "user:note")).asString(UTF_8).isEqualTo("mine");
    assertThat(mode(path)).isEqualTo("rw-r-----");
    assertThat(names()).containsExactly("file");
  }

  private static String output(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "r--r-----", "rw-------"})
  void aFileOfTheUserKeepsItsAccessControlList(String mode) throws Exception {
    Path path = existing("rw-r-----");
    assumeThat(Path.of("/usr/bin/setfacl")).exists();
    output("setfacl", "-m", "u:12345:rw,g:23456:r", path.toString());
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    String before = output("getfacl", "-p", "-n", path.toString());
    assertThat(before).contains("user:12345:rw-", "group:23456:r--");
    AtomicFile.replace(path, CONTENT);
    assertThat(path).hasBinaryContent(CONTENT);
    assertThat(output("getfacl", "-p", "-n", path.toString())).isEqualTo(before);
  }

  @Test
  void aProbeDoesNotChangeTheFile() throws IOException {
    Path path = existing("rw-r-----");
    FileTime longAgo = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    Files.setLastModifiedTime(path, longAgo);
    Object file = Files.getAttribute(path, "unix:ino");
    AtomicFile.probeReplace(path);
    assertThat(path).hasContent("old content\n");
    assertThat(mode(path)).isEqualTo("rw-r-----");
    assertThat(Files.getLastModifiedTime(path)).isEqualTo(longAgo);
    assertThat(Files.getAttribute(path, "unix:ino")).isEqualTo(file);
    assertThat(names()).containsExactly("file");
  }

  @Test
  void theFolderOfAKilledRunIsReplacedAndRemoved() throws IOException {
    Path path = existing("rw-r--r--");
    leaveFolder(path);
    AtomicFile.replace(path, CONTENT);
    assertThat(path).hasBinaryContent(CONTENT);
    assertThat(names()).containsExactly("file");

    leaveFolder(path);
    AtomicFile.write(path, CONTENT);
    assertThat(names()).containsExactly("file");

    leaveFolder(path);
    AtomicFile.deleteTemporary(path);
    assertThat(names()).containsExactly("file");

    leaveFolder(path);
    AtomicFile.delete(path);
    assertThat(names()).isEmpty();
  }

  private static void leaveFolder(Path path) throws IOException {
    Path folder = Files.createDirectory(AtomicFile.temporary(path));
    Files.writeString(folder.resolve("copy.vsecret-new"), "half of so");
  }

  @Test
  void leftoversOfAKilledRunAreReplaced() throws IOException {
    Path path = existing("rw-r--r--");
    Path leftover = AtomicFile.temporary(path);
    Files.writeString(leftover, "half of so");
    Files.setPosixFilePermissions(leftover, PosixFilePermissions.fromString("rw-rw-rw-"));
    AtomicFile.write(path, CONTENT);
    assertThat(path).hasBinaryContent(CONTENT);
    assertThat(mode(path)).isEqualTo("rw-------");

    Files.writeString(leftover, "much more than all of the new content");
    AtomicFile.replace(path, CONTENT);
    assertThat(path).hasBinaryContent(CONTENT);
    assertThat(names()).containsExactly("file");
  }

  @Test
  void aLinkWithTheNameOfTheTemporaryFileIsNotFollowed() throws IOException {
    Path path = existing("rw-------");
    Path victim = Files.writeString(folder.resolve("victim"), "not ours");
    Files.createSymbolicLink(AtomicFile.temporary(path), victim);
    AtomicFile.write(path, CONTENT);
    assertThat(path).isRegularFile().hasBinaryContent(CONTENT);
    assertThat(victim).hasContent("not ours");
    assertThat(names()).containsExactly("file", "victim");
  }

  @Test
  void theTemporaryFileIsInTheTargetsFolder() {
    assertThat(AtomicFile.temporary(Path.of("/a/b/secret.env")))
        .hasParentRaw(Path.of("/a/b"))
        .isNotEqualTo(Path.of("/a/b/secret.env"));
  }

  @Test
  void aFailureLeavesNoTemporaryFile() throws IOException {
    // Not even root can rename a file over a non-empty folder.
    Path path = Files.createDirectory(folder.resolve("file"));
    Files.writeString(path.resolve("inside"), "inside");
    assertThatIOException().isThrownBy(() -> AtomicFile.write(path, CONTENT));
    assertThatIOException().isThrownBy(() -> AtomicFile.replace(path, CONTENT));
    assertThat(names()).containsExactly("file");
    assertThat(path.resolve("inside")).hasContent("inside");
  }

  @Test
  void aFailureLeavesTheOldContent() throws IOException {
    Path path = existing("rw-------");
    Path inTheWay = Files.createDirectory(AtomicFile.temporary(path));
    Files.createFile(inTheWay.resolve("inside"));
    assertThatIOException().isThrownBy(() -> AtomicFile.write(path, CONTENT));
    assertThatIOException().isThrownBy(() -> AtomicFile.replace(path, CONTENT));
    assertThat(path).hasContent("old content\n");
  }

  @Test
  void aMissingFolderIsAnError() throws IOException {
    assertThatIOException()
        .isThrownBy(() -> AtomicFile.write(folder.resolve("missing/file"), CONTENT));
    assertThat(names()).isEmpty();
  }

  @Test
  void deletingRemovesTheFileAndTheLeftoversOfAKilledRun() throws IOException {
    Path path = existing("rw-------");
    Files.writeString(AtomicFile.temporary(path), "half of so");
    AtomicFile.delete(path);
    assertThat(names()).isEmpty();
    Files.writeString(AtomicFile.temporary(path), "half of so");
    AtomicFile.delete(path);
    assertThat(names()).isEmpty();
  }

  @Test
  void leftoversOfAKilledRunAreFoundThroughALink() throws IOException {
    Path target = Files.createDirectory(folder.resolve("elsewhere")).resolve("target");
    Files.writeString(target, "old content\n");
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    Files.writeString(AtomicFile.temporary(target), "half of so");
    AtomicFile.deleteTemporary(link);
    assertThat(AtomicFile.temporary(target)).doesNotExist();
    assertThat(target).hasContent("old content\n");
  }

  @Test
  void aReaderSeesTheCompleteOldOrNewContent() throws Exception {
    byte[] first = "a".repeat(300_000).getBytes(UTF_8);
    byte[] second = "b".repeat(200_000).getBytes(UTF_8);
    Path path = folder.resolve("file");
    AtomicFile.write(path, first);
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch reading = new CountDownLatch(1);
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> reader =
          executor.submit(
              () -> {
                int reads = 0;
                while (!done.get()) {
                  byte[] read = Files.readAllBytes(path);
                  assertThat(Arrays.equals(read, first) || Arrays.equals(read, second))
                      .as("%d bytes, read %d", read.length, reads)
                      .isTrue();
                  reads++;
                  reading.countDown();
                }
                return reads;
              });
      reading.await();
      for (int i = 0; i < 200; i++) {
        AtomicFile.write(path, i % 2 == 0 ? second : first);
        AtomicFile.replace(path, i % 2 == 0 ? first : second);
      }
      done.set(true);
      assertThat(reader.get()).isPositive();
    } finally {
      done.set(true);
      executor.shutdownNow();
    }
  }
}
