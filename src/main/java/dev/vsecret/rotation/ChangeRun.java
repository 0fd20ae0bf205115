package dev.vsecret.rotation;

import dev.vsecret.api.SecretList;
import dev.vsecret.delivery.Delivery;
import dev.vsecret.file.FileFailures;
import dev.vsecret.journal.AccountLock;
import dev.vsecret.journal.DestinationPlan;
import dev.vsecret.journal.History;
import dev.vsecret.journal.Journal;
import dev.vsecret.journal.JournalEntry;
import dev.vsecret.journal.PlannedChange.Operation;
import dev.vsecret.journal.StateException;
import dev.vsecret.rotation.RotationException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One run on one account, from taking its lock to releasing it, with the in-memory state of the
 * current change.
 */
final class ChangeRun implements AutoCloseable {
  private final ChangeContext context;
  private final AccountLock lock;
  private final History history;
  private final Delivery delivery;
  private final Duration verifyTimeout;

  private ManagedAccount account;
  private boolean signedFromJournal;
  private boolean resumed;
  private boolean printed;
  private JournalEntry entry;
  private KnownSecrets known;

  /** The second accepted list of the verification, while it is current. */
  private Optional<SecretList> freshList = Optional.empty();

  /** The time of {@link #freshList} by the monotonic clock. */
  private long freshListAt;

  private ChangeRun(
      ChangeContext context, AccountLock lock, Delivery delivery, Duration verifyTimeout) {
    this.context = context;
    this.lock = lock;
    this.history = context.state().history(context.account().key(), context.baseUrl());
    this.delivery = delivery;
    this.verifyTimeout = verifyTimeout;
    this.account = context.account();
  }

  /**
   * Locks the account. Only the print options of {@code destinations} matter here; {@code
   * verifyTimeout} limits the time until a new secret is accepted.
   *
   * @throws RotationException of kind {@code BUSY} if another run is changing the account
   */
  static ChangeRun begin(
      ChangeContext context, Duration verifyTimeout, DestinationPlan destinations)
      throws RotationException {
    try {
      return new ChangeRun(
          context,
          context.state().lock(context.account().key(), context.baseUrl()),
          context.delivery().withPrinting(destinations),
          verifyTimeout);
    } catch (StateException e) {
      throw RotationException.of(e, context.account());
    }
  }

  @Override
  public void close() {
    lock.close();
  }

  /**
   * Returns the change that an earlier run left unfinished, if any.
   *
   * @throws RotationException if its journal cannot be used
   */
  Optional<JournalEntry> unfinished() throws RotationException {
    try {
      return journal().read();
    } catch (StateException e) {
      throw RotationException.of(e, context.account());
    }
  }

  /**
   * Starts the change that {@code prepared} describes and writes it to the journal.
   *
   * @throws RotationException if that fails; nothing was changed
   */
  void start(JournalEntry prepared) throws RotationException {
    try {
      journal().write(prepared);
    } catch (IOException e) {
      throw RotationException.stateUnusable(FileFailures.describe(e), e);
    }
    entry = prepared;
    known = new KnownSecrets(prepared, false);
  }

  /** Resumes the change {@code unfinished} of an earlier run. */
  void resume(JournalEntry unfinished) {
    entry = unfinished;
    known = new KnownSecrets(unfinished, true);
    resumed = true;
  }

  /** Uses the list of {@code access}, and signs with its secret from now on. */
  void use(Access access) {
    account = access.account();
    signedFromJournal = !access.asGiven();
    known.listed(entry, access.list());
    if (account.signsForItself() && entry.isNew(account.signer().secret())) {
      known.newAccepted();
    }
  }

  /** Changes the entry in memory only. */
  void revise(JournalEntry next) {
    entry = next;
  }

  /**
   * Overwrites the entry in the journal with {@code next}.
   *
   * @throws IOException if that fails; a later run then starts from the previous entry
   */
  void write(JournalEntry next) throws IOException {
    try {
      journal().write(next);
      entry = next;
    } catch (IOException e) {
      throw new IOException(
          "The journal could not be written: " + FileFailures.describe(e) + ".", e);
    }
  }

  /**
   * As {@link #write}.
   *
   * @throws RotationException of kind {@code HALF_WAY} if that fails
   */
  void advance(JournalEntry next) throws RotationException {
    try {
      write(next);
    } catch (IOException e) {
      throw halfWay(e.getMessage(), e);
    }
  }

  /** Records in the history that the new secret of {@code delivered} was delivered. */
  void recordDelivery(JournalEntry delivered) {
    record(
        new History.Line(
            delivered.plan().operation() == Operation.ROTATE
                ? History.Event.DELIVERED
                : History.Event.CREATED,
            delivered.newId().orElseThrow(),
            delivered.oldId().orElse(null),
            delivered.stamp().map(Instant::toString).orElse(null)));
  }

  /**
   * Appends to the history. If that fails, the change still succeeds: without the history, a later
   * run refuses rather than guesses.
   */
  void record(History.Line line) {
    try {
      history.append(serverTime(), line);
    } catch (IOException e) {
      user().warn("the history could not be written: " + FileFailures.describe(e) + ".");
    }
  }

  /**
   * Stops the run if the user has requested it.
   *
   * @throws RotationException if so; it says which secrets work
   */
  void checkInterrupted() throws RotationException {
    if (user().stopRequested()) {
      throw RotationException.interrupted(known, null);
    }
  }

  /** Returns the failure of a run that keeps the journal; {@code cause} may be null. */
  RotationException halfWay(String message, Exception cause) {
    return halfWay(message, "Run the same command again to resume.", cause);
  }

  /** As {@link #halfWay(String, Exception)}, with the user's next action. */
  RotationException halfWay(String message, String nextAction, Exception cause) {
    return ended(Kind.HALF_WAY, message, nextAction, cause);
  }

  /**
   * Returns the failure of this run; {@code cause} may be null. If it stopped half-way after a
   * signal, the signal is the cause: a wait that a signal ends looks like a lost connection.
   */
  RotationException ended(Kind kind, String message, String nextAction, Exception cause) {
    return kind == Kind.HALF_WAY && user().stopRequested()
        ? RotationException.interrupted(known, cause)
        : RotationException.of(kind, known, message, nextAction, cause);
  }

  /** Returns the time by the server's clock if this run has a current list, otherwise by ours. */
  Instant serverTime() {
    return freshList
        .map(list -> list.serverTime().plusNanos(context.monotonicClock().nanoTime() - freshListAt))
        .orElseGet(context.clock()::instant);
  }

  void setFreshList(Optional<SecretList> list) {
    freshList = list;
    freshListAt = context.monotonicClock().nanoTime();
    list.ifPresent(shown -> known.listed(entry, shown));
  }

  void setPrinted() {
    printed = true;
  }

  JournalEntry entry() {
    return entry;
  }

  KnownSecrets known() {
    return known;
  }

  /**
   * Returns the account, signed for by the credentials given or, if those are refused, by the
   * journal's.
   */
  ManagedAccount account() {
    return account;
  }

  /** Returns whether the journal's credentials sign because the given ones are refused. */
  boolean signedFromJournal() {
    return signedFromJournal;
  }

  /** Returns whether an earlier run started the change. */
  boolean resumed() {
    return resumed;
  }

  /** Returns whether this run has printed the new secret. */
  boolean printed() {
    return printed;
  }

  Optional<SecretList> freshList() {
    return freshList;
  }

  ChangeContext context() {
    return context;
  }

  User user() {
    return context.user();
  }

  Journal journal() {
    return lock.journal();
  }

  History history() {
    return history;
  }

  Delivery delivery() {
    return delivery;
  }

  Duration verifyTimeout() {
    return verifyTimeout;
  }
}
