package dev.vsecret.rotation;

/**
 * How far a journaled change has come; each names what is certain, and the next step starts there.
 */
enum Phase {
  /** The new secret is written down here; whether the server has it is not known. */
  PREPARED,
  /** The server has the new secret, under a known id. */
  CREATED,
  /** The new secret has been seen to work. */
  VERIFIED,
  /** Every other place has the new secret, and the deploy hook may have been started. */
  DEPLOYING,
  /** The new secret is wherever the user wants it. */
  DELIVERED,
  /** The old secret is gone. */
  REVOKED,
  /** The new secret is being taken back. */
  ROLLING_BACK
}
