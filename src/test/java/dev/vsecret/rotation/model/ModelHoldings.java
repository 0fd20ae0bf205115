package dev.vsecret.rotation.model;

import dev.vsecret.output.OutputFormat;
import dev.vsecret.secret.SecretValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** All copies of secrets that a user has now; overwritten copies do not count. */
final class ModelHoldings {
  /** The names of the copies. */
  private static final String JOURNAL = "journal";

  static final String CREDENTIALS = "credential file";
  static final String OUTPUT = "output file";
  private static final String CAPTURE = "captured";

  private final ModelDisk disk;
  private final ModelAccount account;

  /** The values that the user stores elsewhere: the first one and those restored since. */
  private final Set<SecretValue> kept = new HashSet<>();

  private SecretValue environment;

  /** The output of the last successful run with --print. */
  private Optional<SecretValue> captured = Optional.empty();

  /** {@code first} is the user's first secret. */
  ModelHoldings(ModelDisk disk, ModelAccount account, SecretValue first) {
    this.disk = disk;
    this.account = account;
    this.environment = first;
    this.kept.add(first);
  }

  /** The secret that commands receive: the file's, otherwise the environment's. */
  SecretValue given() {
    return disk.credentialSecret().orElse(environment);
  }

  /** Exports {@code value}, as the user does. */
  void export(SecretValue value) {
    environment = value;
  }

  /** Stores {@code value} elsewhere, as the user does. */
  void keep(SecretValue value) {
    kept.add(value);
  }

  /** The values that the user may use: the delivered ones and the one in use. */
  List<SecretValue> delivered() {
    return Stream.of(Optional.of(given()), disk.output(), captured, disk.deployed())
        .flatMap(Optional::stream)
        .toList();
  }

  /** The values that the user has without vsecret, whatever the current run prints. */
  List<SecretValue> savedDuringRun() {
    return besides(JOURNAL, CAPTURE);
  }

  private Map<String, List<SecretValue>> copies() {
    Map<String, List<SecretValue>> copies = new LinkedHashMap<>();
    copies.put(JOURNAL, disk.journaled());
    copies.put(CREDENTIALS, disk.credentialSecret().stream().toList());
    copies.put("environment", List.of(environment));
    copies.put(OUTPUT, disk.output().stream().toList());
    copies.put(CAPTURE, captured.stream().toList());
    copies.put("application", disk.deployed().stream().toList());
    copies.put("kept elsewhere", List.copyOf(kept));
    return copies;
  }

  /** The values in all copies except {@code lost}. */
  List<SecretValue> besides(String... lost) {
    Map<String, List<SecretValue>> copies = copies();
    copies.keySet().removeAll(Set.of(lost));
    return copies.values().stream().flatMap(List::stream).toList();
  }

  /** The values in all copies. */
  List<SecretValue> all() {
    return besides();
  }

  /** The values that the user has without vsecret. */
  List<SecretValue> saved() {
    return besides(JOURNAL);
  }

  /** The values in all copies, whatever the current run prints. */
  List<SecretValue> duringRun() {
    return besides(CAPTURE);
  }

  /** The copies of working secrets, by secret id. */
  String described() {
    List<String> holdings = new ArrayList<>();
    copies()
        .forEach(
            (copy, values) ->
                values.stream()
                    .flatMap(value -> account.idOf(value).stream())
                    .forEach(id -> holdings.add(id + " in " + copy)));
    return String.join(", ", holdings);
  }

  /**
   * Sets the shell variable to the output, possibly empty, of a successful run with --print.
   * Returns whether this overwrites the only copy of a working secret.
   */
  boolean captures(String text, OutputFormat format) {
    Optional<SecretValue> before = captured.filter(account::works);
    captured = ModelOutput.secret(text, format);
    return before.isPresent() && !all().contains(before.get());
  }
}
