package dev.vsecret.rotation.model;

import dev.vsecret.credentials.CredentialFile;
import dev.vsecret.journal.DestinationPlan.CredentialFilePlan;
import dev.vsecret.secret.InvalidInputException;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files on a user's machine that outlive a process. */
final class ModelDisk {
  private static final Pattern NEW_SECRET = Pattern.compile("\"new_secret\":\"([^\"]+)\"");
  private static final Pattern OLD_SECRET = Pattern.compile("\"old_secret\":\"([^\"]+)\"");
  private static final Pattern PHASE = Pattern.compile("\"phase\":\"([^\"]+)\"");
  private static final Pattern LASTING_PLACE =
      Pattern.compile("\"(credential_file|hook)\":\\{|\"output_file\":\"");

  private final Path folder;
  private final String apiKey;
  private final ModelHabits habits;
  private int edits;

  ModelDisk(Path folder, String apiKey, ModelHabits habits) {
    this.folder = folder;
    this.apiKey = apiKey;
    this.habits = habits;
    create(state());
  }

  boolean hasCredentialFile() {
    return habits.credentialFile();
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
    return folder.resolve(habits.outputFile());
  }

  private Path broken() {
    return folder.resolve("broken");
  }

  /** Rewrites the credential file. */
  void writeCredentials(SecretValue value) {
    write(
        credentials(),
        "# Version %d\nVONAGE_API_KEY=%s\nVONAGE_API_SECRET=%s\n"
            .formatted(++edits, apiKey, value.reveal()));
  }

  /** Changes something else in the credential file. */
  void touchCredentials() {
    write(credentials(), credentialText() + "# Edit " + ++edits + "\n");
  }

  /** The content of the credential file, if it exists. */
  String credentialText() {
    return Files.exists(credentials()) ? read(credentials()) : "";
  }

  private Optional<CredentialFile> credentialFile() {
    try {
      return Optional.of(credentials())
          .filter(Files::exists)
          .map(CredentialFile::readConfiguration)
          .filter(file -> file.apiKey().isPresent() && file.secret().isPresent());
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }

  /** The secret in the credential file, if the file is valid. */
  Optional<SecretValue> credentialSecret() {
    return credentialFile().flatMap(CredentialFile::secret);
  }

  /** The credential file as a destination of the next secret. */
  Optional<CredentialFilePlan> credentialFilePlan() {
    return credentialFile().map(CredentialFilePlan::of);
  }

  /** The current content of the output file. */
  Optional<SecretValue> output() {
    if (!Files.isRegularFile(outputFile())) {
      return Optional.empty();
    }
    String text = read(outputFile());
    return outputFile().toString().endsWith(".jsonl")
        ? ModelOutput.lastLine(text)
        : ModelOutput.secret(text, habits.format());
  }

  /** The secret that the application uses: the last one that a hook deployed. */
  Optional<SecretValue> deployed() {
    Path hooked = folder.resolve("hooked");
    return Files.exists(hooked) ? Optional.of(SecretValue.of(read(hooked))) : Optional.empty();
  }

  void breakHook() {
    write(broken(), "");
  }

  void fixHook() {
    delete(broken());
  }

  /** The journal's entry, if there is one. */
  Optional<String> journal() {
    return files(state()).stream()
        .filter(file -> file.toString().endsWith(".journal"))
        .findAny()
        .map(ModelDisk::read);
  }

  /** The new secret of an unfinished change. */
  Optional<SecretValue> newSecret() {
    return journal().flatMap(text -> first(NEW_SECRET, text)).map(SecretValue::of);
  }

  /** The phase that an unfinished change has reached. */
  Optional<String> phase() {
    return journal().flatMap(text -> first(PHASE, text));
  }

  /** Whether an unfinished change has delivered the new secret. */
  boolean isDelivered() {
    return phase().filter("DELIVERED"::equals).isPresent();
  }

  /** Whether the new secret of an unfinished change is in the journal and in a destination. */
  boolean isPlaced() {
    Optional<SecretValue> value = newSecret();
    return value.isPresent()
        && Stream.of(credentialSecret(), output(), deployed()).anyMatch(value::equals);
  }

  /** Whether standard output is the only destination of an unfinished change. */
  boolean isPrintTheOnlyPlace() {
    return journal().filter(text -> !LASTING_PLACE.matcher(text).find()).isPresent();
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

  /** All files. */
  List<Path> files() {
    return files(folder);
  }

  /** The content of all files in the state folder as one text. */
  String stateText() {
    return String.join("\n", files(state()).stream().map(ModelDisk::read).toList());
  }

  static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path file, String text) {
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
