package dev.vsecret.rotation.model;

import dev.vsecret.secret.SecretValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** What the user of an account does with secrets and files, when no command runs. */
final class ModelUser {
  /** What somebody writes who knows that a secret goes there, and not which. */
  private static final SecretValue PLACEHOLDER = SecretValue.of("Forgotten1");

  private final ModelDisk disk;
  private final ModelAccount account;
  private final ModelHoldings holdings;
  private final Random random;

  /** The values that the user has seen, by id: one of them may be put back. */
  private final Map<String, SecretValue> seen = new HashMap<>();

  private boolean spoiled;
  private boolean replacedOutput;

  /** What the user wrote into the file while a change was unfinished. */
  private record Edit(String text, SecretValue secret) {}

  private Optional<Edit> edited = Optional.empty();

  ModelUser(ModelDisk disk, ModelAccount account, ModelHoldings holdings, Random random) {
    this.disk = disk;
    this.account = account;
    this.holdings = holdings;
    this.random = random;
    put(holdings.given());
  }

  /** Learns what is there to be seen. */
  void looks() {
    holdings.delivered().forEach(value -> account.idOf(value).ifPresent(id -> seen.put(id, value)));
  }

  /** Someone tells the user about a secret. */
  void learns(String id, SecretValue value) {
    seen.put(id, value);
  }

  private void put(SecretValue value) {
    holdings.export(value);
    holdings.keep(value);
    if (disk.hasCredentialFile()) {
      disk.writeCredentials(value);
    }
  }

  /** Puts another secret that works back where credentials come from; its id, if there is one. */
  Optional<String> putsBack() {
    SecretValue given = holdings.given();
    for (Map.Entry<String, SecretValue> known : seen.entrySet()) {
      if (account.works(known.getValue()) && !known.getValue().equals(given)) {
        put(known.getValue());
        rememberEdit();
        return Optional.of(known.getKey());
      }
    }
    return Optional.empty();
  }

  /** Edits something else in the file. */
  void touches() {
    if (disk.credentialSecret().isPresent()) {
      disk.touchCredentials();
      rememberEdit();
    }
  }

  private void rememberEdit() {
    boolean delivered = disk.newSecret().equals(Optional.of(holdings.given()));
    if (disk.hasCredentialFile() && disk.journal().isPresent()) {
      edited =
          delivered
              ? Optional.empty()
              : Optional.of(new Edit(disk.credentialText(), holdings.given()));
    }
  }

  /** What must still stand in the file, since the user wrote it while a change was unfinished. */
  Optional<String> standingEdit() {
    // What is dead may give way to what works.
    edited = edited.filter(edit -> account.works(edit.secret()));
    Optional<String> text = edited.map(Edit::text);
    if (disk.journal().isEmpty()) {
      edited = Optional.empty();
    }
    return text;
  }

  /** Takes the youngest secret that was delivered into use, once nothing is unfinished. */
  Optional<String> rollsOut() {
    boolean delivered = disk.journal().isEmpty() || disk.isDelivered();
    Optional<SecretValue> youngest = account.youngest(holdings.delivered());
    if (disk.hasCredentialFile()
        || !delivered
        || youngest.isEmpty()
        || youngest.get().equals(holdings.given())) {
      return Optional.empty();
    }
    holdings.export(youngest.get());
    return account.idOf(youngest.get());
  }

  /**
   * Deletes, empties or overwrites a file that an unfinished change counts on, unless it holds the
   * last secret that works.
   */
  String spoils() {
    boolean credentials =
        disk.credentialSecret().isPresent()
            && random.nextInt(4) >= (disk.output().isPresent() ? 2 : 1);
    Path file = credentials ? disk.credentials() : disk.outputFile();
    if (holdings.besides(credentials ? ModelHoldings.CREDENTIALS : ModelHoldings.OUTPUT).stream()
        .noneMatch(account::works)) {
      return "knows that there is no other copy than " + file.getFileName();
    }
    spoiled = true;
    edited = Optional.empty();
    boolean isThere = Files.exists(file);
    ModelDisk.delete(file);
    replacedOutput |= !credentials;
    return switch (isThere ? random.nextInt(4) : 3) {
          case 0 -> "deletes ";
          case 1 -> {
            ModelDisk.write(file, "");
            yield "empties ";
          }
          case 2 -> {
            ModelDisk.write(file, "A note of mine.\n");
            yield "writes a note over ";
          }
          default -> {
            if (credentials) {
              disk.writeCredentials(PLACEHOLDER);
              yield "writes a dead secret into ";
            }
            ModelDisk.create(file);
            yield "makes a folder of ";
          }
        }
        + file.getFileName();
  }

  /** Whether a file was spoiled, and nothing has made up for it yet. */
  boolean hasSpoiled() {
    boolean whole =
        disk.hasCredentialFile()
            ? disk.credentialSecret().filter(account::works).isPresent()
            : disk.journal().isEmpty();
    spoiled &= !whole;
    return spoiled;
  }

  /** Whether the user has ever put something else in the place of the output file. */
  boolean hasReplacedOutput() {
    return replacedOutput;
  }

  /** Sees to it that a run finds credentials, and, where {@code thorough}, all else it needs. */
  Optional<String> prepares(boolean thorough) {
    // A refusal says so: "holds something that vsecret did not write …, or move this one away".
    if (disk.output().isEmpty() && (thorough || random.nextBoolean())) {
      ModelDisk.delete(disk.outputFile());
    }
    if (!disk.hasCredentialFile() || disk.credentialSecret().isPresent()) {
      return Optional.empty();
    }
    Optional<SecretValue> best = account.youngest(holdings.inHands());
    if (thorough || disk.journal().isEmpty() || random.nextBoolean()) {
      disk.writeCredentials(
          best.filter(value -> thorough || random.nextBoolean()).orElse(PLACEHOLDER));
      rememberEdit();
      return Optional.of(
          "makes the file again, with " + account.idOf(holdings.given()).orElse("a dead secret"));
    }
    best.ifPresent(holdings::export);
    return Optional.of(
        "gives by the environment " + account.idOf(holdings.given()).orElse("a dead secret"));
  }
}
