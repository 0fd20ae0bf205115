package dev.vsecret.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vsecret.secret.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccountSelectionTest {
  @TempDir private Path folder;
  private final AccountSelection selection = new AccountSelection("primary");

  private List<String> accounts() {
    List<String> accounts = new ArrayList<>();
    selection.accounts().forEachRemaining(accounts::add);
    return accounts;
  }

  private void addLines(String text) {
    selection.addLines("standard input", new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  @Test
  void keepsEachAccountOnceInInsertionOrder() {
    selection.add("--account", "b");
    selection.add("--account", "a");
    addLines("c\nb\na\nd\nc\n");
    assertThat(accounts()).containsExactly("b", "a", "c", "d");
    assertThat(selection.count()).isEqualTo(4);
  }

  @Test
  void omitsThePrimaryUnlessItIsNamed() {
    selection.add("--account", "a");
    assertThat(selection.last()).isEmpty();
    assertThat(selection.count()).isEqualTo(1);
  }

  @Test
  void keepsThePrimaryLastHoweverOftenItIsNamed() {
    selection.add("--account", "primary");
    addLines("a\nprimary\nb\n");
    assertThat(accounts()).containsExactly("a", "b");
    assertThat(selection.last()).contains("primary");
    assertThat(selection.count()).isEqualTo(3);
  }

  @Test
  void ignoresCommentsBlankLinesSpacesAndCarriageReturns() {
    addLines("# all of them\n\n  a  \nb # the second\r\n#c\n\t\nd");
    assertThat(accounts()).containsExactly("a", "b", "d");
  }

  @Test
  void reportsTheLineThatIsNoApiKeyWithoutRepeatingIt() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> addLines("a\n\nb;rm -rf\n"))
        .withMessageContaining("line 3 of standard input")
        .withMessageNotContaining("rm -rf");
  }

  @Test
  void readsAFile() throws Exception {
    selection.addFile(Files.writeString(folder.resolve("accounts"), "a\nb\n"));
    assertThat(accounts()).containsExactly("a", "b");
  }

  @Test
  void refusesAMissingFile() {
    Path missing = folder.resolve("missing");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> selection.addFile(missing))
        .withMessageContaining(missing.toString());
  }

  @Test
  void refusesAFolder() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> selection.addFile(folder))
        .withMessageContaining(folder.toString());
  }

  @Test
  void refusesBinaryFiles() throws Exception {
    Path file = Files.write(folder.resolve("binary"), new byte[] {'a', '\n', (byte) 0xff, '\n'});
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> selection.addFile(file))
        .withMessageContaining("line 2");
  }

  @Test
  void readsManyLinesFromAStream() {
    // Each part is generated after the previous one was read, so only one exists at a time.
    Enumeration<InputStream> pieces =
        Collections.enumeration(
            new AbstractList<InputStream>() {
              @Override
              public InputStream get(int index) {
                return new ByteArrayInputStream(("account" + index / 2 + "\n").getBytes(UTF_8));
              }

              @Override
              public int size() {
                return 100_000;
              }
            });
    selection.addLines("standard input", new SequenceInputStream(pieces));
    assertThat(selection.count()).isEqualTo(50_000);
    assertThat(accounts()).startsWith("account0", "account1").endsWith("account49999");
  }
}
