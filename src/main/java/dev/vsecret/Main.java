package dev.vsecret;

import dev.vsecret.cli.Vsecret;

/** Where the process starts. */
public final class Main {
  private Main() {}

  /** Runs the command line {@code args} and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(Vsecret.run(Environment.system(), Environment.arguments(args)));
  }
}
