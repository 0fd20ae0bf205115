package dev.vsecret.rotation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.vsecret.api.BaseUrl;
import dev.vsecret.credentials.AtomicFile;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file that remembers an unfinished change of one account: a line of JSON, and a line with its
 * SHA-256 that shows damage. Its mode is 0600, and what is written is on the disk when a method
 * returns.
 */
final class Journal {
  private final Path file;
  private final String account;
  private final BaseUrl baseUrl;

  Journal(Path file, String account, BaseUrl baseUrl) {
    this.file = file;
    this.account = account;
    this.baseUrl = baseUrl;
  }

  /** Gives the mapper the way into and out of a value that nothing else may print. */
  private abstract static class SecretValueMixin {
    @JsonCreator
    static SecretValue of(String text) {
      return SecretValue.of(text);
    }

    @JsonValue
    abstract String reveal();
  }

  /** Built on first use: most runs find no journal. */
  private static final class Mapper {
    static final JsonMapper JSON =
        JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .addMixIn(SecretValue.class, SecretValueMixin.class)
            .build();
  }

  /**
   * The unfinished change, or empty if there is none.
   *
   * @throws RotationException if there is a journal that this program cannot use
   */
  Optional<JournalEntry> read() throws RotationException {
    String text;
    try {
      AtomicFile.deleteTemporary(file);
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      text = Files.readString(file, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw unusable("is damaged");
    } catch (IOException e) {
      throw unusable("cannot be read");
    }
    String[] lines = text.split("\n", -1);
    if (lines.length != 3 || !lines[1].equals(digest(lines[0]))) {
      throw unusable("is damaged");
    }
    JournalEntry entry;
    try {
      if (Mapper.JSON.readTree(lines[0]).path("version").asInt(0) != JournalEntry.VERSION) {
        throw unusable("was written by another version of vsecret");
      }
      entry = Mapper.JSON.readValue(lines[0], JournalEntry.class);
    } catch (JacksonException e) {
      throw unusable("is damaged");
    }
    if (!entry.account().equals(account) || !entry.baseUrl().equals(baseUrl.toString())) {
      throw unusable(
          "belongs to account " + entry.account() + " at " + entry.baseUrl() + ", not to this one");
    }
    return Optional.of(entry);
  }

  /**
   * Replaces what is written there by {@code entry}. That the server has the secret is found out
   * again by whoever finds only that it was prepared, so that it need not outlive a loss of power.
   */
  void write(JournalEntry entry) throws IOException {
    if (entry.phase() == Phase.CREATED) {
      AtomicFile.writeLightly(file, content(entry));
    } else {
      AtomicFile.write(file, content(entry));
    }
  }

  /** Finds out whether {@code entry} could be written, and writes nothing. */
  void rehearse(JournalEntry entry) throws IOException {
    AtomicFile.rehearse(file, content(entry));
  }

  private static byte[] content(JournalEntry entry) {
    String line = Mapper.JSON.writeValueAsString(entry);
    return (line + "\n" + digest(line) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** The change is finished. */
  void delete() throws IOException {
    AtomicFile.delete(file);
  }

  private RotationException unusable(String how) {
    return RotationException.refused(
        "The journal of an unfinished change, " + file + ", " + how + "; it was left as it is.",
        "It may hold the only copy of a secret that works: look at it, and at the account with"
            + " 'vsecret list --account "
            + account
            + "', before you move it away.");
  }

  private static String digest(String line) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(line.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
