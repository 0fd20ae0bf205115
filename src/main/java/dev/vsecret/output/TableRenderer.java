package dev.vsecret.output;

import dev.vsecret.secret.Secret;
import java.io.IOException;
import java.io.Writer;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes tables for people. */
public final class TableRenderer implements Renderer {
  private static final String NOTHING = "-";

  /** Writes an account's secrets. */
  public void write(AccountSecrets secrets, Writer out) throws IOException {
    Table table = new Table("ID", "CREATED", "AGE", "IN USE");
    for (Secret secret : secrets.secrets()) {
      table.add(
          secret.id(),
          secret.createdAt().toString(),
          Ages.format(secret.age(secrets.now())),
          inUse(secrets, secret));
    }
    table.write(out);
  }

  /** Writes only the columns that are not empty, with headings that fit the status. */
  @Override
  public void write(ChangeResult change, Writer out) throws IOException {
    Map<String, String> cells = new LinkedHashMap<>();
    cells.put("ACCOUNT", change.account());
    cells.put("STATUS", words(change.status()));
    Headings headings = Headings.of(change.status());
    change.secretId().ifPresent(id -> cells.put(headings.secretId(), id));
    change.createdAt().ifPresent(time -> cells.put("CREATED", time.toString()));
    change.oldSecretId().ifPresent(id -> cells.put(headings.oldSecretId(), id));
    if (change.status() != ChangeResult.Status.REVOKED) {
      change.oldSecret().ifPresent(fate -> cells.put(headings.oldSecret(), words(fate)));
    }
    change.secret().ifPresent(value -> cells.put("SECRET", value.reveal()));
    Table table = new Table(cells.keySet().toArray(String[]::new));
    table.add(cells.values().toArray(String[]::new));
    table.write(out);
  }

  /** The headings of a change's columns. */
  private record Headings(String secretId, String oldSecretId, String oldSecret) {
    static Headings of(ChangeResult.Status status) {
      return switch (status) {
        case CREATED, WOULD_CREATE ->
            new Headings("NEW SECRET ID", "OTHER SECRET ID", "OTHER SECRET");
        case REVOKED -> new Headings("REMAINING SECRET ID", "REVOKED SECRET ID", "");
        case WOULD_REVOKE -> new Headings("REMAINING SECRET ID", "SECRET ID TO REVOKE", "");
        case NOT_DUE, WOULD_ROTATE, NOTHING_TO_DO ->
            new Headings("SECRET ID IN USE", "SECRET ID IN USE", "");
        case ROTATED, WAITING, ABORTED, WOULD_FINISH, WOULD_ABORT ->
            new Headings("NEW SECRET ID", "PREVIOUS SECRET ID", "PREVIOUS SECRET");
      };
    }
  }

  /** Writes the secrets of many accounts, the oldest secret first. */
  public void write(List<AccountSecrets> fleet, Writer out) throws IOException {
    record Row(AccountSecrets account, Secret secret) {}
    Table table = new Table("ACCOUNT", "ID", "CREATED", "AGE", "IN USE");
    fleet.stream()
        .flatMap(account -> account.secrets().stream().map(secret -> new Row(account, secret)))
        .sorted(Comparator.comparing(row -> row.secret().createdAt()))
        .forEach(
            row ->
                table.add(
                    row.account().account(),
                    row.secret().id(),
                    row.secret().createdAt().toString(),
                    Ages.format(row.secret().age(row.account().now())),
                    inUse(row.account(), row.secret())));
    table.write(out);
  }

  /** Writes the accounts that failed. */
  public void writeFailures(List<Failure> failures, Writer out) throws IOException {
    Table table = new Table("ACCOUNT", "EXIT CODE", "WORKS NOW", "ERROR AND NEXT STEP");
    for (Failure failure : failures) {
      table.add(
          failure.account(),
          Integer.toString(failure.exitCode()),
          failure.validSecret().orElse(NOTHING),
          failure.error() + failure.nextAction().map(action -> " " + action).orElse(""));
    }
    table.write(out);
  }

  /**
   * Writes the status of this machine: one paragraph per change, then a table of the latest events.
   * {@code usualBaseUrl} is the server that is not mentioned.
   */
  public void write(MachineStatus status, String usualBaseUrl, Writer out) throws IOException {
    new StatusText(status, usualBaseUrl).write(out);
  }

  private static String inUse(AccountSecrets account, Secret secret) {
    return account.inUse(secret).map(yes -> yes ? "yes" : "no").orElse("unknown");
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
