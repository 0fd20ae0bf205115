package dev.vsecret.rotation;

import dev.vsecret.credentials.CredentialFormat;
import dev.vsecret.journal.DestinationPlan.CredentialFilePlan;
import dev.vsecret.journal.DestinationPlan.HookPlan;
import dev.vsecret.journal.FoundJournal;
import dev.vsecret.journal.History;
import dev.vsecret.journal.JournalEntry;
import dev.vsecret.journal.OldSecretFate;
import dev.vsecret.journal.Phase;
import dev.vsecret.journal.PlannedChange.Operation;
import dev.vsecret.journal.StateFolder;
import dev.vsecret.output.MachineStatus;
import dev.vsecret.output.MachineStatus.Command;
import dev.vsecret.output.MachineStatus.State;
import dev.vsecret.output.MachineStatus.Unfinished;
import dev.vsecret.output.MachineStatus.Works;
import dev.vsecret.output.ShellQuoting;
import dev.vsecret.rotation.RotationException.Valid;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads unfinished and past changes from the state folder, without a lock and without API requests.
 */
public final class LocalStatus {
  private final StateFolder state;
  private final String baseUrl;

  /** {@code baseUrl} is the server of a command without {@code --base-url}. */
  public LocalStatus(StateFolder state, String baseUrl) {
    this.state = state;
    this.baseUrl = baseUrl;
  }

  /**
   * Returns the status of the {@code accounts} at the time {@code now}, with at most {@code events}
   * events of their history.
   *
   * @throws IOException if the history cannot be read
   */
  public MachineStatus find(Predicate<String> accounts, int events, Instant now)
      throws IOException {
    return new MachineStatus(
        state.journals(accounts).stream().map(this::unfinished).toList(),
        state.lastEvents(accounts, events).stream().map(LocalStatus::event).toList(),
        now);
  }

  private static MachineStatus.Event event(History.Entry entry) {
    History.Line line = entry.line();
    return new MachineStatus.Event(
        entry.time(),
        entry.account(),
        entry.baseUrl(),
        line.event().name().toLowerCase(Locale.ROOT),
        line.secretId(),
        Optional.ofNullable(line.oldSecretId()),
        entry.author().user(),
        entry.author().host());
  }

  private Unfinished unfinished(FoundJournal found) {
    return found.entry().isPresent()
        ? unfinished(found, found.entry().get())
        : new Unfinished(
            found.account(),
            Optional.empty(),
            State.UNUSABLE,
            found.problem().orElse(""),
            new Works(Optional.empty(), "It may hold the only copy of a secret that works."),
            inSeconds(found.since()),
            Optional.empty(),
            List.of(
                new Command(
                    "Before you move it away, check it, and check the account with",
                    "vsecret list --account " + found.account())));
  }

  private Unfinished unfinished(FoundJournal found, JournalEntry entry) {
    OldSecretFate fate = entry.oldSecretFate();
    boolean grace = entry.phase() == Phase.DELIVERED && fate.hasGrace();
    State standing = grace ? State.GRACE_PERIOD : State.UNFINISHED;
    return new Unfinished(
        found.account(),
        Optional.of(entry.plan().baseUrl()),
        found.inProgress() ? State.IN_PROGRESS : standing,
        progress(entry),
        works(new KnownSecrets(entry, true)),
        inSeconds(found.since()),
        fate.revokeAt().filter(end -> grace).map(LocalStatus::inSeconds),
        found.inProgress() ? List.of() : commands(entry));
  }

  /** Truncates to the precision of the API's times. */
  private static Instant inSeconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }

  private static String progress(JournalEntry entry) {
    return (entry.plan().operation() == Operation.ROTATE ? "Rotation: " : "Second secret: ")
        + entry.phase().describe()
        + ".";
  }

  private static Works works(KnownSecrets known) {
    return new Works(
        Optional.of(known.valid())
            .filter(valid -> valid != Valid.UNKNOWN)
            .map(valid -> valid.name().toLowerCase(Locale.ROOT)),
        known.sentence());
  }

  private List<Command> commands(JournalEntry entry) {
    String options = options(entry);
    // Without --print the secret would have no destination.
    boolean onlyPrinted =
        entry.newSecret().isPresent() && !entry.destinations().hasLastingDestination();
    String finish = "vsecret rotate --finish" + (onlyPrinted ? " --print" : "") + options;
    String abort = "vsecret rotate --abort" + options;
    return switch (entry.phase()) {
      case PREPARED, CREATED, VERIFIED ->
          List.of(new Command("To finish it", finish), new Command("To roll it back", abort));
      case DEPLOYING ->
          List.of(new Command("To finish it", finish), new Command("To keep both secrets", abort));
      case ROLLING_BACK -> List.of(new Command("To finish the rollback", abort));
      case REVOKED -> List.of(new Command("To finish it", finish));
      case DELIVERED ->
          List.of(
              new Command(
                  entry.oldSecretFate().hasGrace()
                      ? "After the grace period, once the new secret is in use, finish it with"
                      : "To finish it",
                  finish),
              new Command(
                  entry.oldSecretFate().isRevokedAtOnce()
                      ? "To keep the old secret, if it still works"
                      : "To keep both secrets",
                  abort));
    };
  }

  /** Returns options for the same account and, as far as the journal has them, its credentials. */
  private String options(JournalEntry entry) {
    String account = entry.plan().account();
    String signer =
        entry
            .destinations()
            .credentialFile()
            .map(file -> credentials(account, file))
            .or(
                () ->
                    entry
                        .destinations()
                        .hook()
                        .flatMap(HookPlan::readBack)
                        .map(command -> credentials(account, command)))
            .orElse(" --account " + account);
    String url = entry.plan().baseUrl();
    return signer + (url.equals(baseUrl) ? "" : " --base-url " + ShellQuoting.quote(url));
  }

  /** Returns the options for a read-back command, which the account's credentials came from. */
  private static String credentials(String account, String command) {
    return " --api-key " + account + " --api-secret-command " + ShellQuoting.quote(command);
  }

  /** Returns the options for a credential file, which the account's credentials came from. */
  private static String credentials(String account, CredentialFilePlan file) {
    String path = ShellQuoting.quote(file.path());
    return file.format() == CredentialFormat.BARE_SECRET
        ? " --api-key " + account + " --api-secret-file " + path
        : " --config " + path;
  }
}
