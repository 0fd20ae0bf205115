package dev.vsecret.journal;

/** The phase of a journaled change. It states what is certain; the next step starts from there. */
public enum Phase {
  /** The journal has the new secret; whether the server has it is unknown. */
  PREPARED("it is not known whether the new secret was created"),
  /** The server has the new secret, under a known id. */
  CREATED("the new secret exists, but is not saved yet"),
  /** The API has accepted the new secret. */
  VERIFIED("the new secret works, but is not saved yet"),
  /** Every other destination has the new secret, and the deploy hook may have started. */
  DEPLOYING("the deploy hook was started, but may not have finished"),
  /** All destinations have the new secret. */
  DELIVERED("the new secret is delivered"),
  /** The old secret is revoked. */
  REVOKED("the old secret is revoked"),
  /** The new secret is being rolled back. */
  ROLLING_BACK("the rollback is not finished");

  private final String description;

  Phase(String description) {
    this.description = description;
  }

  /** Returns a clause that describes the phase to the user. */
  public String describe() {
    return description;
  }
}
