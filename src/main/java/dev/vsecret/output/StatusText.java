package dev.vsecret.output;

import dev.vsecret.output.MachineStatus.Command;
import dev.vsecret.output.MachineStatus.Event;
import dev.vsecret.output.MachineStatus.Unfinished;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Writes the status of this machine as text: one paragraph per change, then a table. */
final class StatusText {
  private static final String NOTHING = "-";
  private static final Pattern FRACTION = Pattern.compile("\\.\\d+Z$");

  private final MachineStatus status;
  private final String usualBaseUrl;

  /** {@code usualBaseUrl} is the server that is not mentioned. */
  StatusText(MachineStatus status, String usualBaseUrl) {
    this.status = status;
    this.usualBaseUrl = usualBaseUrl;
  }

  void write(Writer out) throws IOException {
    if (status.unfinished().isEmpty()) {
      out.write(
          status.history().isEmpty()
              ? "No unfinished change, and no rotation in the history.\n"
              : "No unfinished change.\n");
    }
    String separator = "";
    for (Unfinished change : status.unfinished()) {
      out.write(separator + paragraph(change));
      separator = "\n";
    }
    if (!status.history().isEmpty()) {
      out.write("\n");
      writeHistory(out);
    }
  }

  private String paragraph(Unfinished change) {
    StringBuilder text = new StringBuilder("Account ").append(change.account());
    change
        .baseUrl()
        .filter(url -> !url.equals(usualBaseUrl))
        .ifPresent(url -> text.append(" at ").append(url));
    text.append(": ").append(words(change.state()));
    text.append(" since ").append(change.since()).append(" (");
    text.append(Ages.format(sinceThen(change.since()))).append(" ago).\n");
    text.append(change.progress()).append('\n');
    if (!change.works().sentence().isEmpty()) {
      text.append(change.works().sentence()).append('\n');
    }
    change.until().ifPresent(end -> text.append(gracePeriod(end)).append('\n'));
    for (Command command : change.commands()) {
      text.append(command.purpose()).append(":\n  ").append(command.line()).append('\n');
    }
    return text.toString();
  }

  private Duration sinceThen(Instant time) {
    Duration age = Duration.between(time, status.now());
    return age.isNegative() ? Duration.ZERO : age;
  }

  private String gracePeriod(Instant end) {
    Duration left = Duration.between(status.now(), end);
    return left.isNegative() || left.isZero()
        ? "The grace period ended at " + end + "."
        : "The grace period ends at " + end + " (in " + Ages.format(left) + ").";
  }

  private static String words(MachineStatus.State state) {
    return switch (state) {
      case UNFINISHED -> "unfinished";
      case GRACE_PERIOD -> "waiting out a grace period";
      case IN_PROGRESS -> "in progress in another run,";
      case UNUSABLE -> "unfinished, with an unusable journal,";
    };
  }

  private void writeHistory(Writer out) throws IOException {
    boolean servers =
        status.history().stream().anyMatch(event -> !event.baseUrl().equals(usualBaseUrl));
    List<String> headings =
        new ArrayList<>(
            List.of("TIME", "ACCOUNT", "EVENT", "SECRET ID", "PREVIOUS SECRET ID", "BY"));
    if (servers) {
      headings.add("SERVER");
    }
    Table table = new Table(headings.toArray(String[]::new));
    for (Event event : status.history()) {
      String old = event.oldSecretId().orElse(NOTHING);
      String what = event.event().replace('_', ' ');
      List<String> cells =
          new ArrayList<>(
              List.of(
                  inSeconds(event.time()),
                  event.account(),
                  what,
                  event.secretId(),
                  old,
                  by(event)));
      if (servers) {
        cells.add(event.baseUrl());
      }
      table.add(cells.toArray(String[]::new));
    }
    table.write(out);
  }

  private static String inSeconds(String time) {
    return FRACTION.matcher(time).replaceFirst("Z");
  }

  /** Returns the user and host as in ssh: user@host. */
  private static String by(Event event) {
    String host = event.host().map(name -> "@" + name).orElse("");
    String by = event.user().orElse("") + host;
    return by.isEmpty() ? NOTHING : by;
  }
}
