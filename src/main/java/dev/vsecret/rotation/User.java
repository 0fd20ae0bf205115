package dev.vsecret.rotation;

import java.util.Optional;

/** The user who runs the command, answers questions, reads messages and may stop the run. */
public interface User {
  /** Returns whether the user can answer questions; otherwise the run refuses instead of asking. */
  boolean interactive();

  /**
   * Asks the user to confirm; {@code question} ends with a question mark or a warning.
   *
   * @throws RotationException if the user stops the run instead of answering
   */
  boolean confirm(String question) throws RotationException;

  /**
   * Asks the user to choose a number from 1 to {@code count}; empty if the user gives none.
   *
   * @throws RotationException if the user stops the run instead of answering
   */
  Optional<Integer> choose(String question, int count) throws RotationException;

  /** Prints a progress message, a sentence. */
  void tell(String sentence);

  /** Prints a warning, a sentence, without stopping the command. */
  void warn(String sentence);

  /** Returns whether the user has sent a signal to stop this run. */
  boolean stopRequested();
}
