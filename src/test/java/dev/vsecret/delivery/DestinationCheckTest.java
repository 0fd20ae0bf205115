package dev.vsecret.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Destinations that cannot be written or restored are detected before anything is changed. */
final class DestinationCheckTest {
  private static final int NOBODY = 65534;

  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  /** The longest file name on Linux and macOS; names of temporary files would be longer. */
  private static String longName(String ending) {
    return "n".repeat(255 - ending.length()) + ending;
  }

  @Test
  void anOutputFileNameMustNotBeTooLongForTemporaryFiles() throws Exception {
    CommandRun run = vsecret.runAndExpectNothingSent(2, "rotate", "--output-file", longName(""));
    assertThat(run.err()).contains("name too long").contains("name another file");
    assertThat(vsecret.workingDirectory()).isEmptyDirectory();
  }

  @Test
  void aCredentialFileNameMustNotBeTooLongForTemporaryFiles() throws Exception {
    String name = longName(".json");
    Files.move(vsecret.writeConfiguration(), vsecret.workingDirectory().resolve(name));
    vsecret.removeCredentials();
    CommandRun run = vsecret.runAndExpectNothingSent(2, "rotate", "--config", name);
    assertThat(run.err()).contains("name too long");
    assertThat(vsecret.ids()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"new.txt", "new.jsonl"})
  void anOutputFileOfSomeoneElseIsNamedWithItsOwner(String name) throws Exception {
    Path file = vsecret.write(name, "", "rw-rw-rw-");
    assumeTrue((int) Files.getAttribute(file, "unix:uid") == 0, "only root gives files away");
    Files.setAttribute(file, "unix:uid", NOBODY);
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    CommandRun run = vsecret.runAndExpectNothingSent(2, "rotate", "--output-file", name);
    assertThat(run.err()).contains(name + " belongs to user nobody");
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.from(Instant.EPOCH));
    assertThat(file).isEmptyFile();
  }

  @Test
  void aRefusalDoesNotCreateTheFile() throws Exception {
    vsecret.runAndExpect(0, "create", "--print");
    for (String name : new String[] {"new.txt", "new.jsonl"}) {
      vsecret.runAndExpect(5, "create", "--output-file", name);
      assertThat(vsecret.workingDirectory()).isEmptyDirectory();
    }
  }

  @Test
  void aDryRunLeavesNoFiles() throws Exception {
    vsecret.runAndExpect(0, "rotate", "--output-file", "new.txt", "--dry-run");
    assertThat(vsecret.workingDirectory()).isEmptyDirectory();
  }
}
