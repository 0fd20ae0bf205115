package dev.vsecret;

import dev.vsecret.cli.Vsecret;

/** The entry point. */
public final class Main {
  private Main() {}

  /** Runs the command line {@code args} and exits with its exit code. */
  public static void main(String[] args) {
    System.exit(Vsecret.run(Environment.system(), Environment.arguments(args)));
  }
}
