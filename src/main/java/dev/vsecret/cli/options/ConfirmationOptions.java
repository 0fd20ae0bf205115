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

/** Whether to ask before a step that cannot be undone. */
public final class ConfirmationOptions {
  private final Environment environment;
  private final OutputOptions output;
  private final Option<Boolean> yes;
  private final Option<Boolean> dryRun;

  /** Registers them with {@code command}; {@code output} says whether a person can be asked. */
  public ConfirmationOptions(CommandSpec command, Environment environment, OutputOptions output) {
    this.environment = environment;
    this.output = output;
    yes =
        Option.flag(
            command,
            "-y, --yes",
            "Answer yes to all questions; needed to revoke a secret without a terminal.");
    dryRun = Option.flag(command, "--dry-run", "Show what would happen; change nothing.");
  }

  /** Whether nothing is to be changed. */
  public boolean dryRun() {
    return dryRun.given();
  }

  /** Fails early where a question is certain to come and nobody is there to answer it. */
  public void requireAnswer() {
    if (!yes.given() && !dryRun.given() && !output.interactive()) {
      throw new InvalidInputException(
          "This revokes a secret, which cannot be undone; without a terminal to ask on it needs"
              + " --yes.");
    }
  }

  /** The user of a command for one account, who is told things by {@code messages}. */
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
   * Whether the user agrees to {@code question}, by {@code --yes} or when asked.
   *
   * @throws RotationException if the user stops the run instead of answering
   */
  public boolean confirm(String question) throws RotationException {
    return yes.given() || (output.interactive() && ask(question));
  }

  private boolean ask(String question) throws RotationException {
    return answer(question + " [y/N] ")
        .filter(text -> text.equals("y") || text.equals("yes"))
        .isPresent();
  }

  /** Asks until the answer is one of the numbers, or nothing. */
  private Optional<Integer> choose(String question, int count) throws RotationException {
    List<String> numbers = IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList();
    String choice = " [" + String.join("/", numbers) + ", or Enter to cancel] ";
    Optional<String> answer = answer(question + choice);
    while (answer.isPresent() && !answer.get().isEmpty() && !numbers.contains(answer.get())) {
      answer = answer("Please enter one of the numbers." + choice);
    }
    return answer.filter(text -> !text.isEmpty()).map(Integer::valueOf);
  }

  /** What the user types, without case and the space around it; empty at the end of the input. */
  private Optional<String> answer(String prompt) throws RotationException {
    try {
      Optional<String> typed = environment.terminal().readLine(prompt);
      if (environment.stopSignals().exitCode().isPresent()) {
        throw RotationException.interruptedAtQuestion();
      }
      return typed.map(text -> text.strip().toLowerCase(Locale.ROOT));
    } catch (IOException e) {
      throw new InvalidInputException("The terminal cannot be read.", e);
    }
  }
}
