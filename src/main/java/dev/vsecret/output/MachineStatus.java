package dev.vsecret.output;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What this machine knows without asking the API.
 *
 * @param unfinished the changes that are unfinished, or going on
 * @param history what was done last, the newest first
 * @param now the present by this machine's clock
 */
public record MachineStatus(List<Unfinished> unfinished, List<Event> history, Instant now) {

  /** How an unfinished change stands. */
  public enum State {
    /** The run that began it has ended; another one has to finish it. */
    UNFINISHED,
    /** The new secret is in its place, and the previous one waits for its grace period to end. */
    GRACE_PERIOD,
    /** Another run is at work on it. */
    IN_PROGRESS,
    /** Its journal cannot be used. */
    UNUSABLE
  }

  /**
   * An unfinished change.
   *
   * @param account whose secrets are changed
   * @param baseUrl the server's; empty where the journal does not tell
   * @param state how it stands
   * @param progress how far it has come, or what is wrong with its journal, as sentences
   * @param works what the user can rely on
   * @param since when it was written down that far
   * @param until when its grace period ends, if it has one
   * @param commands what to run next, if anything
   */
  public record Unfinished(
      String account,
      Optional<String> baseUrl,
      State state,
      String progress,
      Works works,
      Instant since,
      Optional<Instant> until,
      List<Command> commands) {}

  /**
   * What the user can rely on.
   *
   * @param validSecret old, new or both; empty where it is not known
   * @param sentence the same as a sentence; empty where nothing is known
   */
  public record Works(Optional<String> validSecret, String sentence) {}

  /**
   * A command to paste.
   *
   * @param purpose what it is for, to be followed by a colon
   * @param line the command line
   */
  public record Command(String purpose, String line) {}

  /**
   * Something that was done.
   *
   * @param time when, as ISO text
   * @param account whose secrets were changed
   * @param baseUrl the server's
   * @param event what was done, in lower case
   * @param secretId the new secret, or the one that was revoked
   * @param oldSecretId the secret that the new one replaced
   * @param user who did it
   * @param host on which machine
   */
  public record Event(
      String time,
      String account,
      String baseUrl,
      String event,
      String secretId,
      Optional<String> oldSecretId,
      Optional<String> user,
      Optional<String> host) {}
}
