package dev.vsecret.cli;

/** How the user is asked before something that cannot be undone. */
interface Confirmation {
  /** Whether there is a person to be asked, so that a question beats a refusal. */
  boolean interactive();

  /** Whether the user agrees; {@code question} ends with a question mark or a warning. */
  boolean confirm(String question);
}
