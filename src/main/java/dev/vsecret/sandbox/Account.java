package dev.vsecret.sandbox;

import dev.vsecret.sandbox.Accounts.RefusedException;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** An account with one or two secrets. Not thread-safe: {@link Accounts} synchronizes access. */
final class Account {
  static final int MAX_SECRETS = 2;

  private static final Pattern RULES =
      Pattern.compile("(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9]).{8,25}", Pattern.DOTALL);

  /** In order of creation. */
  private final List<Entry> entries = new ArrayList<>(MAX_SECRETS);

  /** A secret with its value and the time from which the API accepts it. */
  private record Entry(Secret secret, SecretValue value, Instant acceptedFrom) {}

  static boolean meetsRules(SecretValue value) {
    return RULES.matcher(value.reveal()).matches();
  }

  /** Returns the secrets newest first, so that clients do not rely on the server's order. */
  List<Secret> secrets() {
    List<Secret> secrets = new ArrayList<>(entries.stream().map(Entry::secret).toList());
    Collections.reverse(secrets);
    return List.copyOf(secrets);
  }

  Secret secret(String id) {
    return entries.stream()
        .map(Entry::secret)
        .filter(secret -> secret.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new RefusedException(Problem.INVALID_ID));
  }

  void add(Secret secret, SecretValue value, Instant acceptedFrom) {
    // Check the value before the number of secrets: a second POST of the same value gets 400.
    if (!meetsRules(value) || idOf(value).isPresent()) {
      throw new RefusedException(Problem.INVALID_SECRET);
    }
    if (entries.size() >= MAX_SECRETS) {
      throw new RefusedException(Problem.ADD_EXCESS_SECRET);
    }
    entries.add(new Entry(secret, value, acceptedFrom));
  }

  void remove(String id) {
    Secret secret = secret(id);
    if (entries.size() == 1) {
      throw new RefusedException(Problem.DELETE_LAST_SECRET);
    }
    entries.removeIf(entry -> entry.secret().equals(secret));
  }

  Optional<String> idOf(SecretValue value) {
    return entries.stream()
        .filter(entry -> entry.value().equals(value))
        .map(entry -> entry.secret().id())
        .findFirst();
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  boolean accepts(SecretValue value, Instant now) {
    return entries.stream()
        .anyMatch(entry -> entry.value().equals(value) && !now.isBefore(entry.acceptedFrom()));
  }

  /** Returns the value of the newest secret. There must be one. */
  SecretValue newestValue() {
    return entries.get(entries.size() - 1).value();
  }
}
