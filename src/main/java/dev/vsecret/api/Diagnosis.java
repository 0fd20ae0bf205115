package dev.vsecret.api;

import java.util.Objects;

/**
 * The reason why a request got no reply.
 *
 * @param sentence what happened, for the user
 * @param advice what to check or do next, for the user
 * @param outlook whether the request may succeed when it is sent again
 */
record Diagnosis(String sentence, String advice, Outlook outlook) {
  /** Whether waiting helps. */
  enum Outlook {
    /** Waiting does not help: somebody has to change something. */
    LASTING,
    /** It rarely passes, and if so at once. */
    WORTH_ONE_RETRY,
    /** It may pass. */
    PASSING
  }

  /** Requires every component. */
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
