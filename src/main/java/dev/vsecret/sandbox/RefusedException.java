package dev.vsecret.sandbox;

/** {@link Accounts} refused a request by one of the rules of the API. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Problem problem;

  RefusedException(Problem problem) {
    super("The sandbox refused the request: " + problem + ".");
    this.problem = problem;
  }

  /** What the API replies. */
  Problem problem() {
    return problem;
  }
}
