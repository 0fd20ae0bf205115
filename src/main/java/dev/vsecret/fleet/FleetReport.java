package dev.vsecret.fleet;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.MonotonicClock;
import dev.vsecret.output.ChangeResult;
import dev.vsecret.output.Failure;
import dev.vsecret.output.JsonRenderer;
import dev.vsecret.output.TableRenderer;
import dev.vsecret.rotation.RotationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.IntSupplier;

/** Counts and reports the outcome of many accounts: each when it finishes, then a summary. */
public final class FleetReport {
  private final Tally tally;
  private final Progress progress;
  private final boolean json;
  private final boolean quiet;
  private final Writer out;
  private final PrintWriter err;
  private final BiFunction<String, Exception, Failure> description;
  private boolean plan;
  private boolean broken;

  /** What a failure means for the run as a whole. */
  private enum Kind {
    /** A rule forbids the change. */
    REFUSED,
    /** The account was changed, which counts as a rotation even if it was rolled back. */
    CHANGED,
    /** A signal stopped the change. */
    INTERRUPTED,
    OTHER;

    static Kind of(Exception failure) {
      if (failure instanceof RotationException stop) {
        return switch (stop.kind()) {
          case REFUSED -> REFUSED;
          case SECRET_REVOKED, NOT_ACCEPTED, NOT_DELIVERED, OLD_STILL_ALIVE, HALF_WAY -> CHANGED;
          case INTERRUPTED -> INTERRUPTED;
          case DECLINED, STATE_UNUSABLE, BUSY -> OTHER;
        };
      }
      if (failure instanceof ApiException refusal) {
        return switch (refusal.kind()) {
          case TWO_SECRETS, LAST_SECRET, FORBIDDEN, NO_SUCH_ACCOUNT, NO_SUCH_SECRET -> REFUSED;
          case UNAUTHORIZED,
              INVALID_SECRET,
              BAD_REQUEST,
              TOO_CLOSE,
              NOT_FOUND,
              RATE_LIMITED,
              SERVER_ERROR,
              NO_CONNECTION,
              UNREACHABLE,
              UNREADABLE ->
              OTHER;
        };
      }
      return OTHER;
    }
  }

  /**
   * Creates a report on {@code accounts} accounts. Data goes to {@code out}, as JSON or, for a dry
   * run, as a table; everything else to {@code err}, which is {@code columns} wide. {@code
   * description} describes an account's exception.
   */
  public FleetReport(
      long accounts,
      boolean json,
      Progress.Style style,
      IntSupplier columns,
      Writer out,
      PrintWriter err,
      MonotonicClock clock,
      BiFunction<String, Exception, Failure> description) {
    this.tally = new Tally(accounts);
    this.progress = new Progress(tally, err, style, columns, clock);
    this.json = json;
    this.quiet = style == Progress.Style.NONE;
    this.out = out;
    this.err = err;
    this.description = description;
  }

  /** Returns the counts so far. */
  public Tally tally() {
    return tally;
  }

  Progress progress() {
    return progress;
  }

  /** Starts a table of each account's plan, the only output of a dry run. */
  public void beginPlan() {
    if (!json) {
      plan = true;
      printRow("ACCOUNT", "PLAN", "SECRET IN USE", "WHY NOT");
    }
  }

  /**
   * Counts and reports {@code change}; returns whether it counts as a rotation for {@code --limit}.
   */
  public boolean changed(ChangeResult change) {
    if (change.status().rotates()) {
      tally.addDue();
    }
    if (change.status() == ChangeResult.Status.ROTATED) {
      tally.addSuccess();
    } else {
      tally.addSkipped(words(change.status()));
    }
    if (json && !change.printed()) {
      print(line -> JsonRenderer.lines().write(change, line));
    } else if (plan) {
      printRow(
          change.account(),
          words(change.status()),
          change.oldSecretId().or(change::secretId).orElse("-"),
          "");
    }
    return switch (change.status()) {
      case ROTATED, ABORTED, WOULD_ROTATE, WOULD_FINISH, WOULD_ABORT -> true;
      case CREATED, REVOKED, NOT_DUE, WAITING, NOTHING_TO_DO, WOULD_CREATE, WOULD_REVOKE -> false;
    };
  }

  /** Counts and reports an account's failure; returns whether it counts as a rotation. */
  boolean failed(String account, Exception exception) {
    Kind kind = Kind.of(exception);
    Failure failure = description.apply(account, exception);
    tally.addFailure(failure, kind == Kind.INTERRUPTED);
    if (json) {
      print(line -> JsonRenderer.lines().write(failure, line));
    } else if (plan) {
      printRow(account, kind == Kind.REFUSED ? "refused" : "failed", "-", failure.error());
    }
    return kind == Kind.CHANGED;
  }

  /** Prints the failures, then the counts; {@code done} describes the successful accounts. */
  public void summarise(String done) {
    if (tally.failed() > 0) {
      try {
        StringWriter table = new StringWriter();
        new TableRenderer().writeFailures(tally.failures(), table);
        err.print(table);
        err.flush();
      } catch (IOException e) {
        throw new IllegalStateException("a string can be written to", e);
      }
    }
    if (!quiet) {
      err.println(tally.summary(done));
    }
  }

  private static String words(ChangeResult.Status status) {
    return status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private interface Rendering {
    void write(Writer line) throws IOException;
  }

  private void printRow(String account, String status, String secret, String reason) {
    print(
        line ->
            line.write(
                String.format(
                        Locale.ROOT, "%-10s  %-12s  %-36s  %s\n", account, status, secret, reason)
                    .replaceFirst(" +\n$", "\n")));
  }

  /** Prints a whole line. If that fails, the run continues, and the failure is reported once. */
  private void print(Rendering rendering) {
    try {
      StringWriter line = new StringWriter();
      rendering.write(line);
      out.write(line.toString());
      out.flush();
    } catch (IOException e) {
      if (!broken) {
        // Also with --quiet: a reader must not mistake missing output for an empty report.
        err.println(
            "vsecret: The report could not be written to standard output: " + e.getMessage() + ".");
      }
      broken = true;
    }
  }
}
