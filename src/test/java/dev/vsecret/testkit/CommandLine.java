package dev.vsecret.testkit;

import java.util.stream.Stream;

/** Splits command lines, written as on a terminal. */
public final class CommandLine {
  private CommandLine() {}

  /** Returns the words of {@code line}, followed by {@code more} unchanged. */
  public static String[] words(String line, String... more) {
    Stream<String> words = Stream.of(line.split(" +")).filter(word -> !word.isEmpty());
    return Stream.concat(words, Stream.of(more)).toArray(String[]::new);
  }
}
