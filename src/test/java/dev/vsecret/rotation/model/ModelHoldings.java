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

/** Every place in which a user holds a secret right now; what it held before does not count. */
final class ModelHoldings {
  /** The names of places. */
  private static final String JOURNAL = "journal";

  static final String CREDENTIALS = "credential file";
  static final String OUTPUT = "output file";
  private static final String CAPTURE = "captured";

  private final ModelDisk disk;
  private final ModelAccount account;

  /** The values that the user keeps elsewhere: the first one, and what was put back since. */
  private final Set<SecretValue> kept = new HashSet<>();

  private SecretValue environment;

  /** What the last run that was told to print and succeeded has printed. */
  private Optional<SecretValue> captured = Optional.empty();

  /** {@code first} is the secret that the user starts with. */
  ModelHoldings(ModelDisk disk, ModelAccount account, SecretValue first) {
    this.disk = disk;
    this.account = account;
    this.environment = first;
    this.kept.add(first);
  }

  /** The secret that commands are given: the file's, else the environment's. */
  SecretValue given() {
    return disk.credentialSecret().orElse(environment);
  }

  /** The user exports {@code value}. */
  void export(SecretValue value) {
    environment = value;
  }

  /** The user writes {@code value} down elsewhere. */
  void keep(SecretValue value) {
    kept.add(value);
  }

  /** What the user may take into use: delivered values, and the one in use. */
  List<SecretValue> delivered() {
    return Stream.of(Optional.of(given()), disk.output(), captured, disk.deployed())
        .flatMap(Optional::stream)
        .toList();
  }

  /** What is held without the program's help, and whatever the run that is going on prints. */
  List<SecretValue> inHandsDuringRun() {
    return besides(JOURNAL, CAPTURE);
  }

  private Map<String, List<SecretValue>> places() {
    Map<String, List<SecretValue>> places = new LinkedHashMap<>();
    places.put(JOURNAL, disk.journaled());
    places.put(CREDENTIALS, disk.credentialSecret().stream().toList());
    places.put("environment", List.of(environment));
    places.put(OUTPUT, disk.output().stream().toList());
    places.put(CAPTURE, captured.stream().toList());
    places.put("application", disk.deployed().stream().toList());
    places.put("kept elsewhere", List.copyOf(kept));
    return places;
  }

  /** What is held anywhere but in the places {@code lost}. */
  List<SecretValue> besides(String... lost) {
    Map<String, List<SecretValue>> places = places();
    places.keySet().removeAll(Set.of(lost));
    return places.values().stream().flatMap(List::stream).toList();
  }

  /** What is held anywhere. */
  List<SecretValue> all() {
    return besides();
  }

  /** What is held without the help of the program under test. */
  List<SecretValue> inHands() {
    return besides(JOURNAL);
  }

  /** What is held whatever the run that is going on prints. */
  List<SecretValue> duringRun() {
    return besides(CAPTURE);
  }

  /** Where secrets that work are held, by their ids. */
  String described() {
    List<String> holdings = new ArrayList<>();
    places()
        .forEach(
            (place, values) ->
                values.stream()
                    .flatMap(value -> account.idOf(value).stream())
                    .forEach(id -> holdings.add(id + " in " + place)));
    return String.join(", ", holdings);
  }

  /**
   * A run that was told to print has ended well: from now on the shell's variable holds what that
   * run printed, be it nothing. Says whether the only copy of a secret that works is lost by that.
   */
  boolean captures(String text, OutputFormat format) {
    Optional<SecretValue> before = captured.filter(account::works);
    captured = ModelOutput.secret(text, format);
    return before.isPresent() && !all().contains(before.get());
  }
}
