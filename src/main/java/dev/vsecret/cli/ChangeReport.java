package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.cli.options.OpenAccount;
import dev.vsecret.cli.options.OutputOptions;
import dev.vsecret.journal.DestinationPlan;
import dev.vsecret.output.ChangeResult;
import dev.vsecret.output.OutputFormat;
import java.io.IOException;
import java.util.Optional;

/** Shows what became of a change: data on standard output, a sentence on standard error. */
final class ChangeReport {
  private final Environment environment;
  private final OutputOptions output;
  private final OpenAccount open;

  /** {@code open} is the way to the account that was changed. */
  ChangeReport(Environment environment, OutputOptions output, OpenAccount open) {
    this.environment = environment;
    this.output = output;
    this.open = open;
  }

  /**
   * Shows a change whose new secret may have printed itself, before anything could go wrong after
   * it. Where {@code --print} asks for a bare secret or for assignments, there is nothing else to
   * be shown.
   */
  void show(ChangeResult change, DestinationPlan destinations) {
    boolean onlySecret = destinations.print() && !hasFormatForAll();
    show(change, !change.printed() && !onlySecret);
  }

  /** Shows a change that made no secret. */
  void show(ChangeResult change) {
    show(change, true);
  }

  private void show(ChangeResult change, boolean hasData) {
    if (hasData && !saidInSentence(change)) {
      print(change, output.format().orElse(OutputFormat.TABLE));
    }
    open.messages().info(sentence(change));
  }

  /** A person who reads both streams needs no table of one row beside the sentence. */
  private boolean saidInSentence(ChangeResult change) {
    boolean read = environment.terminal().output() && environment.terminal().error();
    return output.format().isEmpty() && (read || !change.status().changed());
  }

  private boolean hasFormatForAll() {
    return output.format().filter(format -> format != OutputFormat.ENV).isPresent();
  }

  /** What was done stays done where the report of it cannot be written. */
  private void print(ChangeResult change, OutputFormat format) {
    if (output.quiet() && output.format().isEmpty()) {
      return;
    }
    try {
      format.renderer().write(change, environment.out());
      environment.out().flush();
    } catch (IOException e) {
      // Also with --quiet: whoever reads the output must not take silence for an empty report.
      environment
          .err()
          .println(
              "vsecret: The report could not be written to standard output: "
                  + e.getMessage()
                  + ".");
    }
  }

  private String sentence(ChangeResult change) {
    String id = change.secretId().orElse("");
    return switch (change.status()) {
      case CREATED -> "Created " + id + ", which works now." + old(change);
      case ROTATED -> "The new secret " + id + " is in use." + old(change);
      case REVOKED -> "Revoked " + change.oldSecretId().orElse("") + ".";
      case NOT_DUE -> "Not due: " + id + " is not old enough yet. Nothing was changed.";
      case WAITING ->
          "The new secret "
              + id
              + " is in use; the grace period of the previous one is not over. Nothing was changed.";
      case ABORTED ->
          change.oldSecret().isPresent()
              ? "The new secret " + id + " was delivered and stays; the rest was given up."
              : "The unfinished rotation was rolled back.";
      case NOTHING_TO_DO -> "There is no unfinished change. Nothing was changed.";
      case WOULD_CREATE -> "Dry run: a second secret would be made. Nothing was changed.";
      case WOULD_REVOKE ->
          "Dry run: " + change.oldSecretId().orElse("") + " would be revoked. Nothing was changed.";
      case WOULD_ROTATE ->
          "Dry run: "
              + change.oldSecretId().orElse("the secret in use")
              + " would be replaced. Nothing was changed.";
      case WOULD_FINISH, WOULD_ABORT -> "Dry run: nothing was changed.";
    };
  }

  private String old(ChangeResult change) {
    Optional<String> id = change.oldSecretId();
    if (id.isEmpty() || change.oldSecret().isEmpty()) {
      return "";
    }
    return switch (change.oldSecret().get()) {
      case KEPT ->
          change.status() == ChangeResult.Status.CREATED
              ? " " + id.get() + " stays as it is."
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
