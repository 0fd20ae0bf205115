package dev.vsecret.sandbox;

/** {@link Accounts} refused to do what was asked, by one of the rules of the API. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The rule that refused. */
  public enum Rule {
    /** No such key, no such secret, or a secret that is not accepted yet. */
    CREDENTIALS,
    /** The account does not exist, or belongs to someone else. */
    ACCOUNT,
    /** The account has no secret of that id. */
    SECRET_ID,
    /** A new secret breaks the rules or equals one that the account has. */
    NEW_SECRET,
    /** The account has two secrets already. */
    TWO_SECRETS,
    /** The account would be left without a secret. */
    LAST_SECRET,
    /** The account has no subaccounts to list. */
    NO_SUBACCOUNTS
  }

  private final Rule rule;

  RefusedException(Rule rule) {
    super("The sandbox refused the request by its rule " + rule + ".");
    this.rule = rule;
  }

  /** The rule that refused. */
  public Rule rule() {
    return rule;
  }
}
