package dev.vsecret.rotation.model;

import dev.vsecret.secret.SecretValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** The user's actions on secrets and files while no command runs. */
final class ModelUser {
  /** A placeholder from someone who knows that a secret belongs there, but not which. */
  private static final SecretValue PLACEHOLDER = SecretValue.of("Forgotten1");

  private final ModelDisk disk;
  private final ModelAccount account;
  private final ModelHoldings holdings;
  private final Random random;

  /** The values that the user has seen, by id; any may be restored. */
  private final Map<String, SecretValue> seen = new HashMap<>();

  private boolean damaged;
  private boolean replacedOutput;

  /** The values that the user wrote to the file while a change was unfinished. */
  private record Edit(String text, SecretValue secret) {}

  private Optional<Edit> edited = Optional.empty();

  ModelUser(ModelDisk disk, ModelAccount account, ModelHoldings holdings, Random random) {
    this.disk = disk;
    this.account = account;
    this.holdings = holdings;
    this.random = random;
    put(holdings.given());
  }

  /** Records the values that are visible now. */
  void looks() {
    holdings.delivered().forEach(value -> account.idOf(value).ifPresent(id -> seen.put(id, value)));
  }

  /** Records a secret that the user learns from someone. */
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

  /** Restores another working secret as the credentials; returns its id, if there is one. */
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

  /** The value that the file must keep, since the user wrote it during an unfinished change. */
  Optional<String> standingEdit() {
    // A working secret may overwrite a revoked one.
    edited = edited.filter(edit -> account.works(edit.secret()));
    Optional<String> text = edited.map(Edit::text);
    if (disk.journal().isEmpty()) {
      edited = Optional.empty();
    }
    return text;
  }

  /** Starts using the newest delivered secret if no change is unfinished. */
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
   * Deletes, empties or overwrites a file that an unfinished change needs, unless it has the last
   * working secret.
   */
  String damages() {
    boolean credentials =
        disk.credentialSecret().isPresent()
            && random.nextInt(4) >= (disk.output().isPresent() ? 2 : 1);
    Path file = credentials ? disk.credentials() : disk.outputFile();
    if (holdings.besides(credentials ? ModelHoldings.CREDENTIALS : ModelHoldings.OUTPUT).stream()
        .noneMatch(account::works)) {
      return "knows that there is no other copy than " + file.getFileName();
    }
    damaged = true;
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
              yield "writes a revoked secret into ";
            }
            ModelDisk.create(file);
            yield "creates a folder at ";
          }
        }
        + file.getFileName();
  }

  /** Whether a file is damaged and not yet repaired. */
  boolean hasDamaged() {
    boolean whole =
        disk.hasCredentialFile()
            ? disk.credentialSecret().filter(account::works).isPresent()
            : disk.journal().isEmpty();
    damaged &= !whole;
    return damaged;
  }

  /** Whether the user has ever replaced the output file with something else. */
  boolean hasReplacedOutput() {
    return replacedOutput;
  }

  /** Provides credentials for a run and, if {@code thorough}, everything else that it needs. */
  Optional<String> prepares(boolean thorough) {
    // The message for a foreign output file says "move this one away".
    if (disk.output().isEmpty() && (thorough || random.nextBoolean())) {
      ModelDisk.delete(disk.outputFile());
    }
    if (!disk.hasCredentialFile() || disk.credentialSecret().isPresent()) {
      return Optional.empty();
    }
    Optional<SecretValue> best = account.youngest(holdings.saved());
    if (thorough || disk.journal().isEmpty() || random.nextBoolean()) {
      disk.writeCredentials(
          best.filter(value -> thorough || random.nextBoolean()).orElse(PLACEHOLDER));
      rememberEdit();
      return Optional.of(
          "creates the file again, with "
              + account.idOf(holdings.given()).orElse("a revoked secret"));
    }
    best.ifPresent(holdings::export);
    return Optional.of(
        "sets the environment to " + account.idOf(holdings.given()).orElse("a revoked secret"));
  }
}
