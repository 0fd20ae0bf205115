package dev.vsecret;

import java.util.logging.Level;
import java.util.logging.Logger;

/** What libraries would write to standard error by themselves, with stack traces. */
public final class LibraryLogs {
  /** Held by name, since the JDK forgets the level of a logger that nobody refers to. */
  private static final Logger MOCK_WEB_SERVER = Logger.getLogger("mockwebserver3.MockWebServer");

  private LibraryLogs() {}

  /** Keeps the sandbox's server from reporting each connection that a client gives up. */
  public static void silence() {
    MOCK_WEB_SERVER.setLevel(Level.OFF);
  }
}
