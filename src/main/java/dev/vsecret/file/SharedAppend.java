package dev.vsecret.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Appends lines from many threads to one file. Lines that arrive during a write share the next
 * write: a sync takes as long for many lines as for one.
 */
public final class SharedAppend {
  private final Target target;
  private final Object writing;
  private List<Waiting> queue = new ArrayList<>();

  /** The file that the lines are appended to. */
  public interface Target {
    /** Appends {@code lines}; they are on disk when this returns. */
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

  /** {@code target} is used only while holding the monitor of {@code writing}. */
  public SharedAppend(Target target, Object writing) {
    this.target = target;
    this.writing = writing;
  }

  /** Appends {@code line}; it is on disk when this returns. */
  public void append(byte[] line) throws IOException {
    Waiting mine = new Waiting(line);
    enqueue(mine);
    // An interrupt would close the file while it is written for other threads.
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

  /** Runs {@code action} while no line is being appended. */
  public <T> T exclusively(Action<T> action) throws IOException {
    synchronized (writing) {
      return action.run();
    }
  }

  /** An operation on the file. */
  public interface Action<T> {
    /** Runs the operation. */
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
      // Whatever the failure, the lines of the other threads are not on disk either.
      failure = e;
    }
    for (Waiting one : waiting) {
      one.done = true;
      one.failure = failure;
    }
  }
}
