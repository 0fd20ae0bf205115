package dev.vsecret.journal;

/**
 * How far a journaled change has come; each names what is certain, and the next step starts there.
 */
public enum Phase {
  /** The new secret is written down here; whether the server has it is not known. */
  PREPARED("it is not known whether the new secret was created"),
  /** The server has the new secret, under a known id. */
  CREATED("the new secret exists, but is not saved yet"),
  /** The new secret has been seen to work. */
  VERIFIED("the new secret works, but is not saved yet"),
  /** Every other place has the new secret, and the deploy hook may have been started. */
  DEPLOYING("the new secret is saved, but may not be deployed yet"),
  /** The new secret is wherever the user wants it. */
  DELIVERED("the new secret is in its place"),
  /** The old secret is gone. */
  REVOKED("the old secret is revoked"),
  /** The new secret is being rolled back. */
  ROLLING_BACK("it was being rolled back");

  private final String description;

  Phase(String description) {
    this.description = description;
  }

  /** How it stands, in words that complete a sentence for the user. */
  public String describe() {
    return description;
  }
}
