package dev.vsecret.cli.options;

import dev.vsecret.Environment;
import java.util.OptionalInt;

/** The capabilities of the user's terminal: control codes, color and width. */
public final class Screen {
  /** The width of a terminal of unknown width, and of help that is not printed to a terminal. */
  private static final int USUAL_COLUMNS = 80;

  private static final int NARROWEST_HELP = 40;

  /** Longer lines are hard to read. */
  private static final int WIDEST_HELP = 100;

  private static final int MOST_DIGITS = 5;

  private final Environment environment;

  /** Creates the screen of {@code environment}. */
  public Screen(Environment environment) {
    this.environment = environment;
  }

  /** Returns whether standard error is a terminal that understands control codes. */
  public boolean errorTakesControlCodes() {
    return environment.terminal().error() && understandsControlCodes();
  }

  /** Returns whether messages on standard error have color. {@code noColor} turns it off. */
  boolean colorOnError(boolean noColor) {
    return errorTakesControlCodes() && wantsColor(noColor);
  }

  /** Returns whether help on standard output has color. {@code noColor} turns it off. */
  public boolean colorOnOutput(boolean noColor) {
    return environment.terminal().output() && understandsControlCodes() && wantsColor(noColor);
  }

  private boolean understandsControlCodes() {
    return environment.variable("TERM").filter(type -> !type.equals("dumb")).isPresent();
  }

  private boolean wantsColor(boolean noColor) {
    return !noColor && environment.variable("NO_COLOR").isEmpty();
  }

  /** Returns the maximum columns of a line on standard error: unlimited if it is not a terminal. */
  public int errorColumns() {
    return environment.terminal().error() ? columns(true) : Integer.MAX_VALUE;
  }

  /** Returns the number of columns to wrap help at. */
  public int helpColumns() {
    int columns = columns(environment.terminal().output());
    return Math.max(NARROWEST_HELP, Math.min(columns, WIDEST_HELP));
  }

  /**
   * Returns the value of COLUMNS, the user's preferred width according to POSIX, else the
   * terminal's width.
   */
  private int columns(boolean terminal) {
    String preferred = environment.variable("COLUMNS").orElse("");
    if (preferred.length() <= MOST_DIGITS && preferred.matches("0*[1-9][0-9]*")) {
      return Integer.parseInt(preferred);
    }
    OptionalInt columns = terminal ? environment.terminal().columns() : OptionalInt.empty();
    return columns.orElse(USUAL_COLUMNS);
  }
}
