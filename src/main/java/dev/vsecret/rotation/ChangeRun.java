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
 * One run's work on one account, from taking the account's lock to releasing it: all that is known
 * in memory of the change that is under way.
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

  /** The second accepted list of the verification, while nothing has happened since. */
  private Optional<SecretList> freshList = Optional.empty();

  /** By the monotonic clock. */
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
   * Locks the account. Of {@code destinations} only whether and how to print counts here; {@code
   * verifyTimeout} is how long a new secret may take to be accepted.
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
          context.delivery().printingAsIn(destinations),
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
   * The change that an earlier run left unfinished, if there is one.
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
   * Starts the change that {@code prepared} describes, and writes it down.
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

  /** Resumes the change that an earlier run left at {@code left}. */
  void resume(JournalEntry left) {
    entry = left;
    known = new KnownSecrets(left, true);
    resumed = true;
  }

  /** Uses what the API said to {@code access}, and signs with its secret from now on. */
  void use(Access access) {
    account = access.account();
    signedFromJournal = !access.asGiven();
    known.listed(entry, access.list());
    if (account.signsForItself() && entry.isNew(account.signer().secret())) {
      known.newAccepted();
    }
  }

  /** The entry, changed in memory alone. */
  void revise(JournalEntry next) {
    entry = next;
  }

  /**
   * Writes {@code next} to the journal in the place of the entry.
   *
   * @throws IOException if that fails: a later run starts again from the entry as it was
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

  /** Notes in the history that the new secret of {@code delivered} is where it was to go. */
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
   * Appends to the history. A change does not fail because of it: knowing less makes a later run
   * refuse rather than guess.
   */
  void record(History.Line line) {
    try {
      history.append(serverTime(), line);
    } catch (IOException e) {
      user().warn("the history could not be written: " + FileFailures.describe(e) + ".");
    }
  }

  /**
   * Returns if the user has not asked the run to stop.
   *
   * @throws RotationException that says which secrets work
   */
  void checkInterrupted() throws RotationException {
    if (user().wantsToStop()) {
      throw RotationException.interrupted(known, null);
    }
  }

  /** The end of this run with the journal kept; {@code cause} may be null. */
  RotationException halfWay(String message, Exception cause) {
    return halfWay(message, "Run the same command again to go on from here.", cause);
  }

  /** As {@link #halfWay(String, Exception)}, with what the user should do next. */
  RotationException halfWay(String message, String nextAction, Exception cause) {
    return ended(Kind.HALF_WAY, message, nextAction, cause);
  }

  /**
   * The end of this run; {@code cause} may be null. Where it stopped half-way after a signal, the
   * signal is the reason: a wait that it ends looks like a lost connection.
   */
  RotationException ended(Kind kind, String message, String nextAction, Exception cause) {
    return kind == Kind.HALF_WAY && user().wantsToStop()
        ? RotationException.interrupted(known, cause)
        : RotationException.of(kind, known, message, nextAction, cause);
  }

  /** What time it is by the server's clock, if this run has just heard from it; else by ours. */
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
   * The account, signed for by the credentials given or, where those are refused, the journal's.
   */
  ManagedAccount account() {
    return account;
  }

  /** Whether the credentials given are refused, and the journal's sign instead. */
  boolean signedFromJournal() {
    return signedFromJournal;
  }

  /** Whether an earlier run began the change. */
  boolean resumed() {
    return resumed;
  }

  /** Whether this run has printed the new secret. */
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
