package dev.vsecret.journal;

import dev.vsecret.file.AtomicFile;
import dev.vsecret.file.Sha256;
import dev.vsecret.json.JsonReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The file that remembers an unfinished change of one account: a line of JSON, and a line with its
 * SHA-256 that shows damage. Its mode is 0600, and what is written is on the disk when a method
 * returns.
 */
public final class Journal {
  private final Path file;
  private final Predicate<PlannedChange> ours;

  /** {@code ours} tells whether a change is one of the account and server that it is kept for. */
  Journal(Path file, Predicate<PlannedChange> ours) {
    this.file = file;
    this.ours = ours;
  }

  /**
   * The unfinished change, or empty if there is none. Removes what a run that died has left beside
   * it.
   *
   * @throws StateException if there is a journal that this program cannot use
   */
  public Optional<JournalEntry> read() throws StateException {
    try {
      AtomicFile.deleteTemporary(file);
    } catch (IOException e) {
      throw unusable("cannot be read");
    }
    return look();
  }

  /** As {@link #read}, but changes nothing, so that it needs no lock. */
  Optional<JournalEntry> look() throws StateException {
    String text;
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      text = Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (CharacterCodingException e) {
      throw unusable("is damaged");
    } catch (IOException e) {
      throw unusable("cannot be read");
    }
    String[] lines = text.split("\n", -1);
    if (lines.length != 3 || !lines[1].equals(Sha256.of(lines[0]))) {
      throw unusable("is damaged");
    }
    Map<?, ?> json =
        JsonReader.all().readObject(lines[0]).orElseThrow(() -> unusable("is damaged"));
    if (JournalFormat.version(json) != JournalFormat.VERSION) {
      throw unusable("was written by another version of vsecret");
    }
    JournalEntry entry = JournalFormat.read(json).orElseThrow(() -> unusable("is damaged"));
    requireOurs(entry.plan());
    return Optional.of(entry);
  }

  private void requireOurs(PlannedChange plan) throws StateException {
    if (!ours.test(plan)) {
      throw unusable(
          "belongs to account " + plan.account() + " at " + plan.baseUrl() + ", not to this one");
    }
  }

  /**
   * Replaces the entry there with {@code entry}. That the server has the secret is found out again
   * by a run that finds it only prepared, so that this one entry need not survive a loss of power.
   */
  public void write(JournalEntry entry) throws IOException {
    if (entry.phase() == Phase.CREATED) {
      AtomicFile.writeLightly(file, content(entry));
    } else {
      AtomicFile.write(file, content(entry));
    }
  }

  /** Finds out whether {@code entry} could be written, and writes nothing. */
  public void rehearse(JournalEntry entry) throws IOException {
    AtomicFile.rehearse(file, content(entry));
  }

  /** The change is finished. */
  public void delete() throws IOException {
    AtomicFile.delete(file);
  }

  private static byte[] content(JournalEntry entry) {
    String line = JournalFormat.write(entry);
    return (line + "\n" + Sha256.of(line) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private StateException unusable(String how) {
    return new StateException(
        StateException.Kind.UNUSABLE_JOURNAL,
        "The journal of an unfinished change, " + file + ", " + how + "; it was left as it is.");
  }
}
