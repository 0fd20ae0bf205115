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
 * A program that a test runs as a separate process. Its output goes through pipes, so that a file
 * size limit does not apply to it.
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

  /** Creates a program with this process's environment and folder, and empty standard input. */
  public static Program of(String... command) {
    return new Program(List.of(command));
  }

  /** Sets the working directory. */
  public Program in(Path folder) {
    directory = folder;
    return this;
  }

  /** Sets an environment variable. */
  public Program with(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /** Replaces all environment variables. */
  public Program withOnly(Map<String, String> all) {
    variables.clear();
    variables.putAll(all);
    return this;
  }

  /** Sets the text on standard input. */
  public Program withInput(String text) {
    input = text;
    return this;
  }

  /** Starts it through another program, which gets the command as its last arguments. */
  public Program by(List<String> starter) {
    command.addAll(0, starter);
    return this;
  }

  /** Starts it so that SIGINT reaches it. Skips the test if that is impossible. */
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
      // It has exited, or closed its standard input, before reading all of it.
    }
    return running;
  }

  /**
   * The result of a run.
   *
   * @param command the command
   * @param exitCode its exit code; 128 plus the signal's number if a signal ended it
   * @param out standard output
   * @param err standard error
   */
  public record Result(List<String> command, int exitCode, String out, String err) {
    /** Returns whether it was killed by SIGKILL. */
    public boolean killed() {
      return exitCode == KILLED;
    }

    /** Returns the text that a failed assertion shows. */
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

  /** A started program. */
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

    /** Returns the process. It is Java's, not a shell's: the launcher replaces itself with Java. */
    public ProcessHandle handle() {
      return process.toHandle();
    }

    /** Sends a signal, such as {@code INT}. */
    public void signal(String name) throws IOException, InterruptedException {
      Program.of("kill", "-" + name, Long.toString(process.pid())).run();
    }

    /** Kills it with SIGKILL and waits until it has ended. */
    public void kill() {
      handle().destroyForcibly();
      process.onExit().join();
    }

    /** Waits until its standard output so far matches {@code seen}, and returns it. */
    public String awaitOut(Predicate<String> seen) throws InterruptedException {
      return out.await(seen);
    }

    /** As {@link #awaitOut}, for standard error. */
    public String awaitErr(Predicate<String> seen) throws InterruptedException {
      return err.await(seen);
    }

    /** Waits until it and all processes that inherited its output have ended. */
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

  /** Collects what a process writes to a stream, so that it never blocks. */
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
