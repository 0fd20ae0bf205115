package dev.vsecret.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings the lines of many threads to one file. Those that come while a write is under way share
 * the next one: a sync takes as long for many lines as for one.
 */
public final class SharedAppend {
  private final Target target;
  private final Object writing;
  private List<Waiting> queue = new ArrayList<>();

  /** Where the lines go. */
  public interface Target {
    /** Appends {@code lines}; they are on the disk when this returns. */
    void append(List<byte[]> lines) throws IOException;
  }

  private static final class Waiting {
    private final byte[] line;
    private boolean done;
    private Throwable failure;

    Waiting(byte[] line) {
      this.line = line;
    }
  }

  /** {@code target} is used under the monitor of {@code writing} alone. */
  public SharedAppend(Target target, Object writing) {
    this.target = target;
    this.writing = writing;
  }

  /** Appends {@code line}; it is on the disk when this returns. */
  public void append(byte[] line) throws IOException {
    Waiting mine = new Waiting(line);
    enqueue(mine);
    // An interrupt would close the file under the lines of all the others.
    boolean interrupted = Thread.interrupted();
    synchronized (writing) {
      if (!mine.done) {
        writeAll(takeQueue());
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (mine.failure != null) {
      throw mine.failure instanceof IOException known
          ? known
          : new IOException("a line could not be appended", mine.failure);
    }
  }

  /** Does {@code action} with the file while no line is being appended. */
  public <T> T alone(Action<T> action) throws IOException {
    synchronized (writing) {
      return action.run();
    }
  }

  /** Something that is done with the file, or found out about it. */
  public interface Action<T> {
    /** Does it. */
    T run() throws IOException;
  }

  private synchronized void enqueue(Waiting waiting) {
    queue.add(waiting);
  }

  private synchronized List<Waiting> takeQueue() {
    List<Waiting> taken = queue;
    queue = new ArrayList<>();
    return taken;
  }

  private void writeAll(List<Waiting> waiting) {
    Throwable failure = null;
    try {
      target.append(waiting.stream().map(one -> one.line).toList());
    } catch (Throwable e) {
      // Whatever it was, the lines of the other threads are not on the disk either.
      failure = e;
    }
    for (Waiting one : waiting) {
      one.done = true;
      one.failure = failure;
    }
  }
}
