package dev.vsecret.cli.options;

import java.io.PrintWriter;

/** Prints messages for the user to standard error. Standard output is for data. */
public final class Messages {
  private final PrintWriter err;
  private final boolean quiet;
  private final boolean verbose;
  private final boolean color;

  Messages(PrintWriter err, boolean quiet, boolean verbose, boolean color) {
    this.err = err;
    this.quiet = quiet;
    this.verbose = verbose;
    this.color = color;
  }

  /** Prints an informational message, unless {@code --quiet}. */
  public void info(String sentence) {
    if (!quiet) {
      err.println(sentence);
    }
  }

  /** Prints a warning, unless {@code --quiet}. */
  public void warn(String sentence) {
    if (!quiet) {
      err.println((color ? "\u001b[33mWarning:\u001b[0m " : "Warning: ") + sentence);
    }
  }

  /** Prints {@code lines} of an error as they are. */
  public void error(String lines) {
    err.print(lines);
    err.flush();
  }

  /** Prints a detail if {@code --verbose}. */
  public void detail(String line) {
    if (verbose) {
      err.println(line);
    }
  }
}
