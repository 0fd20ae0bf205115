package dev.vsecret.file;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A point at which a test can kill this process, to verify that a later run can resume. There is
 * one before and after each operation that outlives the process: a file's creation, write, sync and
 * rename, a request, a hook. They do nothing unless the system property {@value #PROPERTY} is set.
 */
public final class FaultPoint {
  /** The number of the pass that kills the process: 1 for the first point reached. */
  private static final String PROPERTY = "vsecret.fault.die-at";

  private static final AtomicInteger LEFT = new AtomicInteger(Integer.getInteger(PROPERTY, 0));

  private FaultPoint() {}

  /** Kills this process with SIGKILL if this is the pass that the property names. */
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
