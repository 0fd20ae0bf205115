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
 * The file that records an account's unfinished change: a line of JSON, and a line with its SHA-256
 * digest to detect damage. Its mode is 0600, and changes are on disk when a method returns.
 */
public final class Journal {
  private final Path file;
  private final Predicate<PlannedChange> ours;

  /** {@code ours} tests whether a change belongs to this journal's account and server. */
  Journal(Path file, Predicate<PlannedChange> ours) {
    this.file = file;
    this.ours = ours;
  }

  /**
   * Returns the unfinished change, if any. Deletes the temporary file of a run that was killed.
   *
   * @throws StateException if there is a journal that this version cannot use
   */
  public Optional<JournalEntry> read() throws StateException {
    try {
      AtomicFile.deleteTemporary(file);
    } catch (IOException e) {
      throw unusable("cannot be read");
    }
    return peek();
  }

  /** As {@link #read}, but deletes nothing and so needs no lock. */
  Optional<JournalEntry> peek() throws StateException {
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
   * Overwrites the journal with {@code entry}. An entry in phase CREATED need not survive a power
   * failure: a run that finds PREPARED checks again whether the secret was created.
   */
  public void write(JournalEntry entry) throws IOException {
    if (entry.phase() == Phase.CREATED) {
      AtomicFile.writeLightly(file, content(entry));
    } else {
      AtomicFile.write(file, content(entry));
    }
  }

  /** Checks that {@code entry} could be written; changes nothing. */
  public void probe(JournalEntry entry) throws IOException {
    AtomicFile.probe(file, content(entry));
  }

  /** Deletes the journal of a finished change. */
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
        "The journal of an unfinished change, " + file + ", " + how + ". It was not changed.");
  }
}
