package dev.vsecret.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A program that a test runs as a separate process. Its output goes through pipes, so that a limit
 * on the size of files does not cut it off.
 */
public final class Program {
  private static final int LONGEST_RUN_SECONDS = 300;
  private static final int KILLED = 128 + 9;

  private final List<String> command;
  private final Map<String, String> variables = new HashMap<>(System.getenv());
  private Path directory = Path.of("").toAbsolutePath();
  private String input = "";

  private Program(List<String> command) {
    this.command = new ArrayList<>(command);
  }

  /** {@code command} in this process's environment and folder, with nothing on standard input. */
  public static Program of(String... command) {
    return new Program(List.of(command));
  }

  /** Started in that folder. */
  public Program in(Path folder) {
    directory = folder;
    return this;
  }

  /** With another value of that environment variable. */
  public Program with(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /** With these environment variables and no others. */
  public Program withOnly(Map<String, String> all) {
    variables.clear();
    variables.putAll(all);
    return this;
  }

  /** With that text on standard input. */
  public Program withInput(String text) {
    input = text;
    return this;
  }

  /** Started by another program, which takes the command for its last arguments. */
  public Program by(List<String> starter) {
    command.addAll(0, starter);
    return this;
  }

  /** Started so that SIGINT reaches it; skips the test where that is impossible. */
  public Program interruptible() {
    return by(Interruptible.starter());
  }

  /** Runs it to the end. */
  public Result run() throws IOException, InterruptedException {
    return start().await();
  }

  /** Starts it. */
  public Running start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(variables);
    Process process = builder.start();
    Running running = new Running(command, process);
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(UTF_8));
    } catch (IOException e) {
      // It has ended, or closed its standard input, without reading all of it.
    }
    return running;
  }

  /**
   * How a run ended.
   *
   * @param command what was run
   * @param exitCode what it ended with; 128 and a signal's number where that ended it
   * @param out standard output
   * @param err standard error
   */
  public record Result(List<String> command, int exitCode, String out, String err) {
    /** Whether SIGKILL ended it. */
    public boolean killed() {
      return exitCode == KILLED;
    }

    /** What a failed assertion shows. */
    @Override
    public String toString() {
      return String.join(" ", command)
          + "\n--- exit code: "
          + exitCode
          + "\n--- stdout:\n"
          + out
          + "--- stderr:\n"
          + err;
    }
  }

  /** A program that has been started. */
  public static final class Running {
    private final List<String> command;
    private final Process process;
    private final Output out;
    private final Output err;

    private Running(List<String> command, Process process) {
      this.command = List.copyOf(command);
      this.process = process;
      this.out = new Output(process.getInputStream());
      this.err = new Output(process.getErrorStream());
    }

    /** The process, which is Java's and no shell's: the launcher gives way to Java. */
    public ProcessHandle handle() {
      return process.toHandle();
    }

    /** Sends it the signal of that name, like {@code INT}. */
    public void signal(String name) throws IOException, InterruptedException {
      Program.of("kill", "-" + name, Long.toString(process.pid())).run();
    }

    /** Ends it by SIGKILL; returns when it is gone. */
    public void kill() {
      handle().destroyForcibly();
      process.onExit().join();
    }

    /** Waits until {@code seen} holds for all of its standard output so far, and returns that. */
    public String awaitOut(Predicate<String> seen) throws InterruptedException {
      return out.await(seen);
    }

    /** As {@link #awaitOut}, for standard error. */
    public String awaitErr(Predicate<String> seen) throws InterruptedException {
      return err.await(seen);
    }

    /** Waits for its end, and for that of everything that has inherited its output. */
    public Result await() throws InterruptedException {
      boolean ended = process.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        kill();
      }
      Result result = new Result(command, process.exitValue(), out.all(), err.all());
      if (!ended) {
        throw new AssertionError("It did not end in time: " + result);
      }
      return result;
    }
  }

  /** What a process writes to a stream, taken at once, so that it never has to wait. */
  private static final class Output {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Thread reader;
    private boolean ended;

    Output(InputStream stream) {
      reader = new Thread(() -> read(stream), "output");
      reader.setDaemon(true);
      reader.start();
    }

    private void read(InputStream stream) {
      byte[] buffer = new byte[8192];
      try (stream) {
        for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
          add(buffer, n);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        end();
      }
    }

    private synchronized void add(byte[] buffer, int length) {
      bytes.write(buffer, 0, length);
      notifyAll();
    }

    private synchronized void end() {
      ended = true;
      notifyAll();
    }

    String all() throws InterruptedException {
      reader.join();
      return bytes.toString(UTF_8);
    }

    synchronized String await(Predicate<String> seen) throws InterruptedException {
      long begin = System.nanoTime();
      while (!seen.test(bytes.toString(UTF_8))) {
        if (ended || System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(LONGEST_RUN_SECONDS)) {
          throw new AssertionError("All that it said is: " + bytes.toString(UTF_8));
        }
        wait(TimeUnit.SECONDS.toMillis(1));
      }
      return bytes.toString(UTF_8);
    }
  }
}
