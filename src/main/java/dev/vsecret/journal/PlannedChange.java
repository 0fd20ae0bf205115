package dev.vsecret.journal;

import java.util.List;
import java.util.Optional;

/**
 * The plan of a change, which stays the same from the first journal entry to the last.
 *
 * @param operation the command that started it
 * @param account the account's API key
 * @param baseUrl the server
 * @param idsBefore the ids that the account had before the new secret
 * @param oldId the secret that the new one replaces or, for create, supplements
 * @param generated whether the new secret was generated here and so has a stamp
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
    /** Creates a second secret. */
    CREATE,
    /** Replaces the secret in use. */
    ROTATE
  }
}
