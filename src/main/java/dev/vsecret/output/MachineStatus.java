package dev.vsecret.output;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What this machine knows without a request to the API.
 *
 * @param unfinished the changes that are unfinished or in progress
 * @param history the latest events, newest first
 * @param now the current time by this machine's clock
 */
public record MachineStatus(List<Unfinished> unfinished, List<Event> history, Instant now) {

  /** The states of an unfinished change. */
  public enum State {
    /** The run that started it has ended; another run must finish it. */
    UNFINISHED,
    /** The new secret is in use; the grace period of the previous one is not over. */
    GRACE_PERIOD,
    /** Another run is working on it. */
    IN_PROGRESS,
    /** Its journal is unusable. */
    UNUSABLE
  }

  /**
   * An unfinished change.
   *
   * @param account the account's API key
   * @param baseUrl the server's base URL; empty if the journal does not have it
   * @param state its state
   * @param progress how far it got, or what is wrong with its journal, in sentences
   * @param works which secret works
   * @param since when it got this far
   * @param until when its grace period ends, if any
   * @param commands the commands to run next, if any
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
   * Which secret works.
   *
   * @param validSecret old, new or both; empty if unknown
   * @param sentence the same as a sentence; empty if unknown
   */
  public record Works(Optional<String> validSecret, String sentence) {}

  /**
   * A command to paste.
   *
   * @param purpose its purpose, to be followed by a colon
   * @param line the command line
   */
  public record Command(String purpose, String line) {}

  /**
   * An event in the history.
   *
   * @param time the time, in ISO format
   * @param account the account's API key
   * @param baseUrl the server's base URL
   * @param event the kind of event, in lower case
   * @param secretId the id of the new or the revoked secret
   * @param oldSecretId the id of the secret that was replaced
   * @param user the user who ran the command
   * @param host the machine it ran on
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
