package dev.vsecret.cli.options;

import dev.vsecret.Environment;
import java.util.OptionalInt;

/** How text may look where the user reads it: with control codes, in colour, and how wide. */
public final class Screen {
  /** What a terminal has whose width is not known, and what help in a file is wrapped at. */
  private static final int USUAL_COLUMNS = 80;

  private static final int NARROWEST_HELP = 40;

  /** Longer lines are hard to read. */
  private static final int WIDEST_HELP = 100;

  private static final int MOST_DIGITS = 5;

  private final Environment environment;

  /** The screen of whoever started vsecret in {@code environment}. */
  public Screen(Environment environment) {
    this.environment = environment;
  }

  /** Whether standard error is a terminal that understands control codes. */
  public boolean errorTakesControlCodes() {
    return environment.terminal().error() && understandsControlCodes();
  }

  /** Whether messages on standard error are in colour. */
  boolean colourOnError(boolean noColor) {
    return errorTakesControlCodes() && wantsColour(noColor);
  }

  /** Whether help on standard output is in colour, unless the command line says {@code noColor}. */
  public boolean colourOnOutput(boolean noColor) {
    return environment.terminal().output() && understandsControlCodes() && wantsColour(noColor);
  }

  private boolean understandsControlCodes() {
    return environment.variable("TERM").filter(type -> !type.equals("dumb")).isPresent();
  }

  private boolean wantsColour(boolean noColor) {
    return !noColor && environment.variable("NO_COLOR").isEmpty();
  }

  /** How many columns a line on standard error may have: any number where it is no terminal. */
  public int errorColumns() {
    return environment.terminal().error() ? columns(true) : Integer.MAX_VALUE;
  }

  /** How many columns help is wrapped at. */
  public int helpColumns() {
    int columns = columns(environment.terminal().output());
    return Math.max(NARROWEST_HELP, Math.min(columns, WIDEST_HELP));
  }

  /** As COLUMNS says, which POSIX has for the width that the user prefers, else the terminal. */
  private int columns(boolean terminal) {
    String preferred = environment.variable("COLUMNS").orElse("");
    if (preferred.length() <= MOST_DIGITS && preferred.matches("0*[1-9][0-9]*")) {
      return Integer.parseInt(preferred);
    }
    OptionalInt columns = terminal ? environment.terminal().columns() : OptionalInt.empty();
    return columns.orElse(USUAL_COLUMNS);
  }
}
