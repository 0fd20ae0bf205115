package dev.vsecret.rotation;

import dev.vsecret.credentials.CredentialFile;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is on a user's machine and outlives a process, and the user's own hands on it. */
final class ModelDisk {
  private static final Pattern NEW_SECRET = Pattern.compile("\"new_secret\":\"([^\"]+)\"");
  private static final Pattern OLD_SECRET = Pattern.compile("\"old_secret\":\"([^\"]+)\"");
  private static final Pattern PHASE = Pattern.compile("\"phase\":\"([^\"]+)\"");

  private final Path folder;
  private final String apiKey;

  /** Whether the credentials are in a file; otherwise they are in the environment. */
  private final boolean credentialFile;

  private SecretValue environment;
  private int edits;

  ModelDisk(Path folder, String apiKey, SecretValue secret, boolean credentialFile) {
    this.folder = folder;
    this.apiKey = apiKey;
    this.credentialFile = credentialFile;
    create(state());
    put(secret);
  }

  boolean hasCredentialFile() {
    return credentialFile;
  }

  Path folder() {
    return folder;
  }

  Path state() {
    return folder.resolve("state");
  }

  Path credentials() {
    return folder.resolve("credentials");
  }

  Path outputFile() {
    return folder.resolve("new.txt");
  }

  private Path broken() {
    return folder.resolve("broken");
  }

  /** The user puts {@code value} where credentials come from. */
  void put(SecretValue value) {
    environment = value;
    if (credentialFile) {
      write(
          credentials(),
          "# Version %d\nVONAGE_API_KEY=%s\nVONAGE_API_SECRET=%s\n"
              .formatted(++edits, apiKey, value.reveal()));
    }
  }

  /** The user changes something else in the file with the credentials. */
  void touch() {
    if (credentialFile) {
      write(credentials(), credentialText() + "# Edit " + ++edits + "\n");
    }
  }

  /** The whole file with the credentials; nothing where they are in the environment. */
  String credentialText() {
    return credentialFile ? read(credentials()) : "";
  }

  /** The secret that commands are given. */
  SecretValue given() {
    return credentialFile
        ? CredentialFile.readConfiguration(credentials()).secret().orElseThrow()
        : environment;
  }

  /** What the output file holds. */
  Optional<SecretValue> output() {
    return Files.exists(outputFile())
        ? Optional.of(SecretValue.of(read(outputFile()).strip()))
        : Optional.empty();
  }

  /** A hook that keeps the secret, and fails while it is broken. */
  String hook() {
    return "cat > hooked; test ! -e broken";
  }

  void breakHook() {
    write(broken(), "");
  }

  void mendHook() {
    try {
      Files.deleteIfExists(broken());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is written in the journal, if there is one. */
  Optional<String> journal() {
    return files(state()).stream()
        .filter(file -> file.toString().endsWith(".journal"))
        .findAny()
        .map(ModelDisk::read);
  }

  /** The secret that an unfinished change is making. */
  Optional<SecretValue> newSecret() {
    return journal().flatMap(text -> first(NEW_SECRET, text)).map(SecretValue::of);
  }

  /** How far an unfinished change has come. */
  Optional<Phase> phase() {
    return journal().flatMap(text -> first(PHASE, text)).map(Phase::valueOf);
  }

  /** The values in the journal. */
  List<SecretValue> journaled() {
    String text = journal().orElse("");
    return Stream.of(first(NEW_SECRET, text), first(OLD_SECRET, text))
        .flatMap(Optional::stream)
        .map(SecretValue::of)
        .toList();
  }

  private static Optional<String> first(Pattern pattern, String text) {
    return pattern.matcher(text).results().findFirst().map(match -> match.group(1));
  }

  /** All that is there. */
  List<Path> files() {
    return files(folder);
  }

  /** All that is in the state folder, as one text. */
  String stateText() {
    return String.join("\n", files(state()).stream().map(ModelDisk::read).toList());
  }

  private static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
