package dev.vsecret.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Reads the history backwards: the whole file may cover years of many accounts. */
final class HistoryTail {
  private static final int BLOCK = 1 << 14;

  private final Path file;
  private final Predicate<String> accounts;
  private final int count;
  private final List<History.Entry> newestFirst = new ArrayList<>();

  /** Reads the last {@code count} events of the {@code accounts}. */
  HistoryTail(Path file, Predicate<String> accounts, int count) {
    this.file = file;
    this.accounts = accounts;
    this.count = count;
  }

  /** Returns the events, newest first; none if there is no history yet. */
  List<History.Entry> read() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long start = channel.size();
      byte[] rest = new byte[0];
      while (start > 0 && newestFirst.size() < count) {
        int length = (int) Math.min(BLOCK, start);
        start -= length;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes(block(channel, start, length));
        text.writeBytes(rest);
        rest = addLines(text.toByteArray(), start == 0);
      }
    }
    return newestFirst;
  }

  private static byte[] block(FileChannel channel, long start, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining() && channel.read(buffer, start + buffer.position()) >= 0) {
      // Reads until the buffer is full.
    }
    return buffer.array();
  }

  /**
   * Adds the lines of {@code text}, the last one first, and returns the partial line at its start,
   * unless it is the {@code beginning} of the file. Text after the last line break is skipped: it
   * is still being written or was truncated by a crash.
   */
  private byte[] addLines(byte[] text, boolean beginning) {
    int end = -1;
    for (int i = text.length - 1; i >= 0; i--) {
      if (text[i] == '\n') {
        if (end >= 0) {
          add(Arrays.copyOfRange(text, i + 1, end));
        }
        end = i;
      }
    }
    if (beginning && end >= 0) {
      add(Arrays.copyOfRange(text, 0, end));
    }
    return Arrays.copyOfRange(text, 0, end + 1);
  }

  private void add(byte[] line) {
    if (newestFirst.size() < count) {
      History.parse(line)
          .filter(entry -> accounts.test(entry.account()))
          .ifPresent(newestFirst::add);
    }
  }
}
