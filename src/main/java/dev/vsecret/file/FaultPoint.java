package dev.vsecret.file;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A place at which a test may have this process killed, to see that a later run can take over. They
 * stand before and after everything that outlives the process: a file's creation, write, sync and
 * rename, a request, a hook. Without the system property {@value #PROPERTY} they do nothing.
 */
public final class FaultPoint {
  /** Its value is the number of the pass that kills: 1 for the first point that is reached. */
  private static final String PROPERTY = "vsecret.fault.die-at";

  private static final AtomicInteger LEFT = new AtomicInteger(Integer.getInteger(PROPERTY, 0));

  private FaultPoint() {}

  /** Dies here, by SIGKILL, if this is the pass that was asked for. */
  public static void pass() {
    if (LEFT.get() > 0 && LEFT.decrementAndGet() == 0) {
      kill();
    }
  }

  private static void kill() {
    try {
      new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid()))
          .start()
          .waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("a process can kill itself", e);
    }
  }
}
