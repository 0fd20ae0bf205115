package dev.vsecret.rotation;

import java.util.Optional;

/** Whoever runs the command: is asked and told, and may want it to stop. */
public interface User {
  /** Whether there is a person to be asked, so that a question beats a refusal. */
  boolean interactive();

  /**
   * Whether the user agrees; {@code question} ends with a question mark or a warning.
   *
   * @throws RotationException if the user stops the run instead of answering
   */
  boolean confirm(String question) throws RotationException;

  /**
   * The number, from 1 to {@code count}, of the user's answer to {@code question}; empty if the
   * user gives none.
   *
   * @throws RotationException if the user stops the run instead of answering
   */
  Optional<Integer> choose(String question, int count) throws RotationException;

  /** Says what is being done, in a sentence. */
  void tell(String sentence);

  /** Says, in a sentence, what the user should look after though the command goes on. */
  void warn(String sentence);

  /** Whether the user has asked, by a signal, that this run stop. */
  boolean wantsToStop();
}
