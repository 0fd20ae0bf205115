package dev.vsecret.cli.options;

import java.io.PrintWriter;

/** What people read on standard error, beside the data on standard output. */
public final class Messages {
  private final PrintWriter err;
  private final boolean quiet;
  private final boolean verbose;
  private final boolean colour;

  Messages(PrintWriter err, boolean quiet, boolean verbose, boolean colour) {
    this.err = err;
    this.quiet = quiet;
    this.verbose = verbose;
    this.colour = colour;
  }

  /** Something worth knowing, unless {@code --quiet}. */
  public void info(String sentence) {
    if (!quiet) {
      err.println(sentence);
    }
  }

  /** Something to mind, unless {@code --quiet}. */
  public void warn(String sentence) {
    if (!quiet) {
      err.println((colour ? "\u001b[33mWarning:\u001b[0m " : "Warning: ") + sentence);
    }
  }

  /** What went wrong, in lines of its own. */
  public void error(String lines) {
    err.print(lines);
    err.flush();
  }

  /** A detail for {@code --verbose}. */
  public void detail(String line) {
    if (verbose) {
      err.println(line);
    }
  }
}
