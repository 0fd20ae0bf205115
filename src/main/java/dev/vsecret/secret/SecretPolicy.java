package dev.vsecret.secret;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * The rules for a new secret, as the Account API documents them: 8 to 25 characters, with at least
 * one lower-case letter, one upper-case letter and one digit. Other characters are neither required
 * nor forbidden, but a control character, in particular a line break, is always a mistake and
 * breaks the files that store secrets.
 */
public final class SecretPolicy {
  /** The minimum length of a new secret. */
  public static final int MIN_LENGTH = 8;

  /** The maximum length of a new secret. */
  public static final int MAX_LENGTH = 25;

  private SecretPolicy() {}

  /** A rule; {@link #toString()} completes the sentence "a new secret needs". */
  public enum Rule {
    /** {@value #MIN_LENGTH} to {@value #MAX_LENGTH} characters. */
    LENGTH(MIN_LENGTH + " to " + MAX_LENGTH + " characters"),
    /** At least one of a to z. */
    LOWER_CASE("a lower-case letter"),
    /** At least one of A to Z. */
    UPPER_CASE("an upper-case letter"),
    /** At least one of 0 to 9. */
    DIGIT("a digit"),
    /** No line break and no other control character. */
    NO_CONTROL_CHARACTER("no line break or other control character");

    private final String wording;

    Rule(String wording) {
      this.wording = wording;
    }

    @Override
    public String toString() {
      return wording;
    }
  }

  /** Returns the rules that {@code value} breaks, in the order of {@link Rule}. */
  public static Set<Rule> violations(SecretValue value) {
    String text = value.reveal();
    int length = text.codePointCount(0, text.length());
    Set<Rule> broken = EnumSet.noneOf(Rule.class);
    if (length < MIN_LENGTH || length > MAX_LENGTH) {
      broken.add(Rule.LENGTH);
    }
    if (!has(text, c -> c >= 'a' && c <= 'z')) {
      broken.add(Rule.LOWER_CASE);
    }
    if (!has(text, c -> c >= 'A' && c <= 'Z')) {
      broken.add(Rule.UPPER_CASE);
    }
    if (!has(text, c -> c >= '0' && c <= '9')) {
      broken.add(Rule.DIGIT);
    }
    if (has(text, Character::isISOControl)) {
      broken.add(Rule.NO_CONTROL_CHARACTER);
    }
    return broken;
  }

  private static boolean has(String text, IntPredicate kind) {
    return text.codePoints().anyMatch(kind);
  }
}
