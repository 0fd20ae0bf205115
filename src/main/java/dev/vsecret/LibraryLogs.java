package dev.vsecret;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Silences libraries that log to standard error, with stack traces. */
public final class LibraryLogs {
  /** A strong reference: the JDK drops a logger, and its level, once nothing refers to it. */
  private static final Logger MOCK_WEB_SERVER = Logger.getLogger("mockwebserver3.MockWebServer");

  private LibraryLogs() {}

  /** Stops the sandbox's server from logging each connection that a client abandons. */
  public static void silence() {
    MOCK_WEB_SERVER.setLevel(Level.OFF);
  }
}
