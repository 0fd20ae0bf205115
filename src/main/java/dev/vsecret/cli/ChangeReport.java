package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.cli.options.OpenAccount;
import dev.vsecret.cli.options.OutputOptions;
import dev.vsecret.journal.DestinationPlan;
import dev.vsecret.output.ChangeResult;
import dev.vsecret.output.OutputFormat;
import java.io.IOException;
import java.util.Optional;

/** Reports the result of a change: data on standard output, a message on standard error. */
final class ChangeReport {
  private final Environment environment;
  private final OutputOptions output;
  private final OpenAccount open;

  /** Creates a report about the account of {@code open}. */
  ChangeReport(Environment environment, OutputOptions output, OpenAccount open) {
    this.environment = environment;
    this.output = output;
    this.open = open;
  }

  /**
   * Reports a change that may have created a secret. That secret was already printed if the user
   * asked for it. With {@code --print}, a bare secret or assignments are the only data.
   */
  void show(ChangeResult change, DestinationPlan destinations) {
    boolean onlySecret = destinations.print() && !hasFormatForAll();
    show(change, !change.printed() && !onlySecret);
  }

  /** Reports a change that created no secret. */
  void show(ChangeResult change) {
    show(change, true);
  }

  private void show(ChangeResult change, boolean hasData) {
    if (hasData && !messageSuffices(change)) {
      print(change, output.format().orElse(OutputFormat.TABLE));
    }
    open.messages().info(sentence(change));
  }

  /**
   * Returns whether the message on standard error suffices: a user who sees both streams on a
   * terminal needs no table with one row.
   */
  private boolean messageSuffices(ChangeResult change) {
    boolean read = environment.terminal().output() && environment.terminal().error();
    return output.format().isEmpty() && (read || !change.status().changed());
  }

  private boolean hasFormatForAll() {
    return output.format().filter(format -> format != OutputFormat.ENV).isPresent();
  }

  /**
   * Writes the data. A write error is reported but does not fail the command: the change itself
   * succeeded.
   */
  private void print(ChangeResult change, OutputFormat format) {
    if (output.quiet() && output.format().isEmpty()) {
      return;
    }
    try {
      format.renderer().write(change, environment.out());
      environment.out().flush();
    } catch (IOException e) {
      // Also with --quiet: missing output must not look like an empty report.
      environment
          .err()
          .println("vsecret: Cannot write the result to standard output: " + e.getMessage() + ".");
    }
  }

  private String sentence(ChangeResult change) {
    String id = change.secretId().orElse("");
    return switch (change.status()) {
      case CREATED -> "Created secret " + id + ". It works now." + old(change);
      case ROTATED -> "The new secret " + id + " is in use." + old(change);
      case REVOKED -> "Revoked secret " + change.oldSecretId().orElse("") + ".";
      case NOT_DUE -> "Not due: " + id + " is not old enough yet. Nothing was changed.";
      case WAITING ->
          "The new secret "
              + id
              + " is in use; the grace period of the previous one is not over. Nothing was changed.";
      case ABORTED ->
          change
              .oldSecret()
              .map(old -> ended(old, id))
              .orElse("The unfinished rotation was rolled back.");
      case NOTHING_TO_DO -> "No unfinished change found. Nothing was changed.";
      case WOULD_CREATE -> "Dry run: would create a second secret. Nothing was changed.";
      case WOULD_REVOKE ->
          "Dry run: would revoke " + change.oldSecretId().orElse("") + ". Nothing was changed.";
      case WOULD_ROTATE ->
          "Dry run: would replace "
              + change.oldSecretId().orElse("the secret in use")
              + ". Nothing was changed.";
      case WOULD_FINISH, WOULD_ABORT -> "Dry run: nothing was changed.";
    };
  }

  private static String ended(ChangeResult.OldSecret old, String newId) {
    return "The rotation was ended; "
        + (old == ChangeResult.OldSecret.REVOKED
            ? "the new secret, " + newId + ", is kept."
            : "both secrets are kept, also the new one, " + newId + ".");
  }

  private String old(ChangeResult change) {
    Optional<String> id = change.oldSecretId();
    if (id.isEmpty() || change.oldSecret().isEmpty()) {
      return "";
    }
    return switch (change.oldSecret().get()) {
      case KEPT ->
          change.status() == ChangeResult.Status.CREATED
              ? " " + id.get() + " is unchanged."
              : " The previous secret, "
                  + id.get()
                  + ", works until the next rotation, or until you revoke it:\n  vsecret revoke "
                  + id.get()
                  + open.account().options();
      case REVOKED -> " The previous secret, " + id.get() + ", is revoked.";
      case PENDING ->
          " The previous secret, "
              + id.get()
              + ", works until the first run after the grace period revokes it.";
    };
  }
}
