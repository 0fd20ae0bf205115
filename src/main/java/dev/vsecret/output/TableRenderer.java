package dev.vsecret.output;

import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Columns with a heading, for people. */
public final class TableRenderer implements Renderer {
  private static final String NOTHING = "-";

  @Override
  public void write(AccountSecrets secrets, Writer out) throws IOException {
    Table table = new Table("ID", "CREATED", "AGE", "IN USE");
    for (Secret secret : secrets.secrets()) {
      table.add(
          secret.id(),
          secret.createdAt().toString(),
          Ages.format(secret.age(secrets.now())),
          secrets.inUse(secret).map(yes -> yes ? "yes" : "no").orElse("unknown"));
    }
    table.write(out);
  }

  @Override
  public void write(Change change, Writer out) throws IOException {
    List<String> headings =
        new ArrayList<>(
            List.of("ACCOUNT", "STATUS", "SECRET ID", "CREATED", "OLD SECRET ID", "OLD SECRET"));
    List<String> cells =
        new ArrayList<>(
            List.of(
                change.account(),
                words(change.status()),
                change.secretId().orElse(NOTHING),
                change.createdAt().map(Instant::toString).orElse(NOTHING),
                change.oldSecretId().orElse(NOTHING),
                change.oldSecret().map(TableRenderer::words).orElse(NOTHING)));
    if (change.secret().isPresent()) {
      headings.add("SECRET");
      cells.add(change.secret().map(SecretValue::reveal).get());
    }
    Table table = new Table(headings.toArray(String[]::new));
    table.add(cells.toArray(String[]::new));
    table.write(out);
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Rows of cells, each column as wide as its widest cell. */
  private static final class Table {
    private final List<String[]> rows = new ArrayList<>();

    Table(String... headings) {
      rows.add(headings);
    }

    void add(String... cells) {
      rows.add(cells);
    }

    void write(Writer out) throws IOException {
      int columns = rows.get(0).length;
      for (String[] row : rows) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < columns - 1; column++) {
          line.append(row[column]).append(" ".repeat(width(column) - row[column].length() + 2));
        }
        out.write(line.append(row[columns - 1]).append('\n').toString());
      }
    }

    private int width(int column) {
      return rows.stream().mapToInt(row -> row[column].length()).max().orElse(0);
    }
  }
}
