package dev.vsecret.fleet;

import dev.vsecret.secret.Identifier;
import dev.vsecret.secret.InvalidInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The accounts of a run, each once. The primary account, whose credentials sign for all others,
 * stands apart: its turn is last.
 */
public final class AccountSelection implements AutoCloseable {
  private final Stream<String> accounts;
  private final long count;
  private final boolean withPrimary;
  private final String primary;

  private AccountSelection(
      Stream<String> accounts, long count, boolean withPrimary, String primary) {
    this.accounts = accounts;
    this.count = count;
    this.withPrimary = withPrimary;
    this.primary = primary;
  }

  /**
   * The accounts named one by one, and those in a file, which is read as a stream: one a line,
   * {@code #} begins a comment. All of the file is looked at first, so that a slip in it shows
   * before anything is sent.
   *
   * @throws InvalidInputException if the file cannot be read, or has a line that is no API key
   */
  public static AccountSelection of(List<String> named, Optional<Path> file, String primary) {
    long count;
    boolean withPrimary;
    try (Stream<String> all = all(named, file)) {
      Set<String> distinct = new HashSet<>();
      all.forEach(distinct::add);
      withPrimary = distinct.remove(primary);
      count = distinct.size();
    }
    Set<String> seen = new HashSet<>(Set.of(primary));
    return new AccountSelection(all(named, file).filter(seen::add), count, withPrimary, primary);
  }

  /** The accounts in {@code in}, in the form of a file's; it can be read only once. */
  public static List<String> read(InputStream in) {
    BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    return keys(reader.lines(), "standard input").toList();
  }

  private static Stream<String> all(List<String> named, Optional<Path> file) {
    Stream<String> checked = named.stream().map(key -> Identifier.require("--account", key));
    return file.isPresent() ? Stream.concat(checked, lines(file.get())) : checked;
  }

  private static Stream<String> lines(Path file) {
    try {
      BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
      return keys(reader.lines().onClose(() -> close(reader)), file.toString());
    } catch (IOException e) {
      throw new InvalidInputException("The accounts file " + file + " cannot be read.", e);
    }
  }

  private static Stream<String> keys(Stream<String> lines, String source) {
    return lines
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .map(line -> Identifier.require("A line of " + source, line));
  }

  private static void close(BufferedReader reader) {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All but the primary account. */
  public Iterator<String> accounts() {
    return accounts.iterator();
  }

  /** The primary account, if it was named. */
  public Optional<String> last() {
    return withPrimary ? Optional.of(primary) : Optional.empty();
  }

  /** How many there are, the primary account included if it was named. */
  public long count() {
    return count + (withPrimary ? 1 : 0);
  }

  @Override
  public void close() {
    accounts.close();
  }
}
