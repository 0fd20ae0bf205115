package dev.vsecret.testkit;

import dev.vsecret.Terminal;
import dev.vsecret.secret.SecretValue;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A terminal whose user types the given lines, then ends the input. */
public final class ScriptedTerminal implements Terminal {
  private final boolean input;
  private final boolean output;
  private final boolean error;
  private final Deque<String> lines;
  private final List<String> prompts = new ArrayList<>();
  private final List<String> hiddenPrompts = new ArrayList<>();
  private OptionalInt columns = OptionalInt.empty();
  private Runnable atPrompt = () -> {};
  private PrintWriter err = new PrintWriter(PrintWriter.nullWriter());

  private ScriptedTerminal(boolean input, boolean output, boolean error, List<String> lines) {
    this.input = input;
    this.output = output;
    this.error = error;
    this.lines = new ArrayDeque<>(lines);
  }

  /** Creates a terminal where no stream is one, as in cron or CI. */
  public static ScriptedTerminal none() {
    return new ScriptedTerminal(false, false, false, List.of());
  }

  /**
   * Creates a terminal whose standard output is captured. The user types these lines, then Ctrl-D.
   */
  public static ScriptedTerminal typing(String... lines) {
    return new ScriptedTerminal(true, false, true, List.of(lines));
  }

  /** As {@link #typing}, without redirection. */
  public static ScriptedTerminal allOf(String... lines) {
    return new ScriptedTerminal(true, true, true, List.of(lines));
  }

  /** Sets an action for every prompt, before the answer is read. */
  public ScriptedTerminal atPrompt(Runnable action) {
    atPrompt = action;
    return this;
  }

  /** Sets the width. */
  public ScriptedTerminal wide(int newColumns) {
    columns = OptionalInt.of(newColumns);
    return this;
  }

  /** Sets the writer for prompts. */
  public void connect(PrintWriter standardError) {
    err = standardError;
  }

  /** Returns all prompts. */
  public List<String> prompts() {
    return prompts;
  }

  /** Returns the prompts whose answer was hidden. */
  public List<String> hiddenPrompts() {
    return hiddenPrompts;
  }

  @Override
  public boolean input() {
    return input;
  }

  @Override
  public boolean output() {
    return output;
  }

  @Override
  public boolean error() {
    return error;
  }

  @Override
  public OptionalInt columns() {
    return columns;
  }

  @Override
  public Optional<String> readLine(String prompt) {
    prompts.add(prompt);
    err.println(prompt);
    atPrompt.run();
    return Optional.ofNullable(lines.poll());
  }

  @Override
  public Optional<SecretValue> readSecret(String prompt) {
    hiddenPrompts.add(prompt);
    return readLine(prompt).map(SecretValue::of);
  }
}
