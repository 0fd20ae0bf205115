package dev.vsecret.journal;

import java.util.List;
import java.util.Optional;

/**
 * What a change was planned to be; it stays the same from the first journal entry to the last.
 *
 * @param operation the command
 * @param account the account's API key
 * @param baseUrl the server
 * @param idsBefore the ids that the account had before the new secret
 * @param oldId the secret that the new one replaces, or (create) stands beside
 * @param generated whether the new secret was generated here, and so carries a stamp
 */
public record PlannedChange(
    Operation operation,
    String account,
    String baseUrl,
    List<String> idsBefore,
    Optional<String> oldId,
    boolean generated) {
  /** The command that a change belongs to. */
  public enum Operation {
    /** Make a second secret. */
    CREATE,
    /** Replace the one in use. */
    ROTATE
  }
}
