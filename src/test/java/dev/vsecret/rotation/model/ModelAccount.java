package dev.vsecret.rotation.model;

import dev.vsecret.sandbox.Accounts;
import dev.vsecret.sandbox.SandboxServer;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The true state of an account on its server, without delays and failures. */
final class ModelAccount {
  private final SandboxServer server;

  ModelAccount(SandboxServer server) {
    this.server = server;
  }

  private Accounts accounts() {
    return server.accounts();
  }

  /** The account's secrets, oldest first. */
  List<Secret> secrets() {
    return accounts().list(server.apiKey()).stream()
        .sorted(Comparator.comparing(Secret::createdAt))
        .toList();
  }

  List<String> ids() {
    return secrets().stream().map(Secret::id).toList();
  }

  boolean works(SecretValue value) {
    return accounts().accepts(server.apiKey(), value);
  }

  Optional<String> idOf(SecretValue value) {
    return accounts().idOf(server.apiKey(), value);
  }

  boolean isOf(SecretValue value, String id) {
    return idOf(value).equals(Optional.of(id));
  }

  /** The newest of these secrets that works. */
  Optional<SecretValue> youngest(List<SecretValue> values) {
    List<String> ids = ids();
    return values.stream()
        .filter(this::works)
        .max(Comparator.comparing(value -> ids.indexOf(idOf(value).orElseThrow())));
  }

  Secret create(SecretValue value) {
    return accounts().create(server.apiKey(), value);
  }

  void revoke(String id) {
    accounts().revoke(server.apiKey(), id);
  }
}
