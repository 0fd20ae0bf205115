package dev.vsecret.cli.options;

import dev.vsecret.Environment;
import dev.vsecret.rotation.RotationException;
import dev.vsecret.rotation.User;
import dev.vsecret.secret.InvalidInputException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import picocli.CommandLine.Model.CommandSpec;

/** The options that decide whether to ask before a step that cannot be undone. */
public final class ConfirmationOptions {
  private final Environment environment;
  private final OutputOptions output;
  private final Option<Boolean> yes;
  private final Option<Boolean> dryRun;

  /**
   * Registers the options with {@code command}. {@code output} tells whether the user can be asked.
   */
  public ConfirmationOptions(CommandSpec command, Environment environment, OutputOptions output) {
    this.environment = environment;
    this.output = output;
    yes =
        Option.flag(
            command,
            "-y, --yes",
            "Answer yes to all prompts. Required to revoke a secret without a terminal.");
    dryRun = Option.flag(command, "--dry-run", "Show what would happen, but change nothing.");
  }

  /** Returns whether this is a dry run. */
  public boolean dryRun() {
    return dryRun.given();
  }

  /** Fails early if the command will ask for confirmation but cannot. */
  public void requireAnswer() {
    if (!yes.given() && !dryRun.given() && !output.interactive()) {
      throw new UsageException(
          "Revoking a secret cannot be undone. Without a terminal"
              + " to ask for confirmation, --yes is"
              + " required.");
    }
  }

  /** Returns the user of a command for one account. {@code messages} prints to that user. */
  User user(Messages messages) {
    return new User() {
      @Override
      public boolean interactive() {
        return !yes.given() && output.interactive();
      }

      @Override
      public boolean confirm(String question) throws RotationException {
        return ConfirmationOptions.this.confirm(question);
      }

      @Override
      public Optional<Integer> choose(String question, int count) throws RotationException {
        return ConfirmationOptions.this.choose(question, count);
      }

      @Override
      public void tell(String sentence) {
        messages.info(sentence);
      }

      @Override
      public void warn(String sentence) {
        messages.warn(sentence);
      }

      @Override
      public boolean stopRequested() {
        return environment.stopSignals().exitCode().isPresent();
      }
    };
  }

  /**
   * Returns whether the user answers {@code question} with yes, by {@code --yes} or at the prompt.
   *
   * @throws RotationException if the user interrupts the run at the prompt
   */
  public boolean confirm(String question) throws RotationException {
    return yes.given() || (output.interactive() && ask(question));
  }

  private boolean ask(String question) throws RotationException {
    return answer(question + " [y/N] ")
        .filter(text -> text.equals("y") || text.equals("yes"))
        .isPresent();
  }

  /** Asks until the answer is one of the numbers or empty. */
  private Optional<Integer> choose(String question, int count) throws RotationException {
    List<String> numbers = IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList();
    String choice = " [" + String.join("/", numbers) + ", or Enter to cancel] ";
    Optional<String> answer = answer(question + choice);
    while (answer.isPresent() && !answer.get().isEmpty() && !numbers.contains(answer.get())) {
      answer = answer("Enter one of the numbers." + choice);
    }
    return answer.filter(text -> !text.isEmpty()).map(Integer::valueOf);
  }

  /** Returns the user's answer, stripped and in lower case; empty at the end of the input. */
  private Optional<String> answer(String prompt) throws RotationException {
    try {
      Optional<String> typed = environment.terminal().readLine(prompt);
      if (environment.stopSignals().exitCode().isPresent()) {
        throw RotationException.interruptedAtQuestion();
      }
      return typed.map(text -> text.strip().toLowerCase(Locale.ROOT));
    } catch (IOException e) {
      throw new InvalidInputException("Cannot read from the terminal.", e);
    }
  }
}
