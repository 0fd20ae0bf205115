package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.secret.InvalidInputException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Whether what cannot be undone is asked about, or agreed to beforehand. */
final class ConfirmationOptions {
  private final Flag yes =
      new Flag(
          "-y",
          "--yes",
          "Answer yes to questions; needed for a revocation where nobody can be asked.");

  private final Flag dryRun = new Flag("--dry-run", "Say what would happen, and change nothing.");

  void addTo(CommandSpec command) {
    yes.addTo(command);
    dryRun.addTo(command);
  }

  /** Whether nothing is to be changed. */
  boolean dryRun() {
    return dryRun.given();
  }

  /** Fails early where a question is certain to come and nobody is there to answer it. */
  void requireAnswer(Environment environment, OutputOptions output) {
    if (!yes.given() && !dryRun.given() && !output.interactive(environment)) {
      throw new InvalidInputException(
          "This revokes a secret, which cannot be undone; without a terminal to ask on it needs"
              + " --yes.");
    }
  }

  Confirmation confirmation(Environment environment, OutputOptions output) {
    boolean interactive = !yes.given() && output.interactive(environment);
    return new Confirmation() {
      @Override
      public boolean interactive() {
        return interactive;
      }

      @Override
      public boolean confirm(String question) {
        return yes.given() || (interactive && ask(environment, question));
      }
    };
  }

  private static boolean ask(Environment environment, String question) {
    try {
      Optional<String> answer = environment.terminal().readLine(question + " [y/N] ");
      return answer
          .map(text -> text.strip().toLowerCase(Locale.ROOT))
          .filter(text -> text.equals("y") || text.equals("yes"))
          .isPresent();
    } catch (IOException e) {
      throw new InvalidInputException("The terminal cannot be read.", e);
    }
  }
}
