package dev.vsecret.testkit;

import java.util.stream.Stream;

/** Splits command lines that are written as on a terminal. */
public final class CommandLine {
  private CommandLine() {}

  /** The arguments between the spaces of {@code line}, then {@code more} as they are. */
  public static String[] words(String line, String... more) {
    Stream<String> words = Stream.of(line.split(" +")).filter(word -> !word.isEmpty());
    return Stream.concat(words, Stream.of(more)).toArray(String[]::new);
  }
}
