package dev.vsecret.journal;

/** Why a new secret is being rolled back. */
public enum RollbackReason {
  /** It was never accepted. */
  NOT_ACCEPTED,
  /** It works, but could not be delivered, or the user asked for it. */
  NOT_DELIVERED
}
