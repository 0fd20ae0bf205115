package dev.vsecret.api;

import java.util.Objects;

/**
 * Why a request was not answered.
 *
 * @param sentence what happened, for the user
 * @param advice what to check or do next, for the user
 * @param outlook whether it may do better when it is sent again
 */
record Diagnosis(String sentence, String advice, Outlook outlook) {
  /** Whether waiting helps. */
  enum Outlook {
    /** Nobody but a person can change it. */
    LASTING,
    /** It seldom passes, and then at once. */
    WORTH_A_SECOND_TRY,
    /** It may pass. */
    PASSING
  }

  /** Every part is required. */
  Diagnosis {
    Objects.requireNonNull(sentence);
    Objects.requireNonNull(advice);
    Objects.requireNonNull(outlook);
  }

  static Diagnosis lasting(String sentence, String advice) {
    return new Diagnosis(sentence, advice, Outlook.LASTING);
  }

  static Diagnosis passing(String sentence, String advice) {
    return new Diagnosis(sentence, advice, Outlook.PASSING);
  }
}
