package dev.vsecret.journal;

import dev.vsecret.file.AtomicFile;
import dev.vsecret.file.FaultPoint;
import dev.vsecret.file.SharedAppend;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The history file of all accounts. After the first read, only newly appended lines are read, so
 * that runs over thousands of accounts can query it for each.
 */
final class HistoryFile {
  private final Path file;
  private final Map<String, List<History.Entry>> byAccount = new HashMap<>();
  private final SharedAppend appends = new SharedAppend(this::appendAll, new Object());
  private long readUpTo;

  HistoryFile(Path file) {
    this.file = file;
  }

  /** Appends a line of text; it is on disk when this returns. */
  void append(String line) throws IOException {
    appends.append((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void appendAll(List<byte[]> lines) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    // Starts a new line if a crash truncated the last one.
    if (endsWithinLine()) {
      text.write('\n');
    }
    lines.forEach(text::writeBytes);
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            AtomicFile.OWNER_ONLY)) {
      FaultPoint.pass();
      ByteBuffer buffer = ByteBuffer.wrap(text.toByteArray());
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      FaultPoint.pass();
      channel.force(true);
    }
  }

  /**
   * Returns an account's events at a server, oldest first; none if the file cannot be read. Without
   * a history, vsecret refuses rather than guesses.
   */
  synchronized List<History.Entry> entries(String account, String baseUrl) {
    try {
      readAppended();
    } catch (IOException e) {
      return List.of();
    }
    return List.copyOf(byAccount.getOrDefault(key(account, baseUrl), List.of()));
  }

  private void readAppended() throws IOException {
    if (!Files.isReadable(file)) {
      return;
    }
    byte[] added;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(0, channel.size() - readUpTo));
      while (buffer.hasRemaining() && channel.read(buffer, readUpTo + buffer.position()) >= 0) {
        // Reads to the end of the file.
      }
      added = buffer.array();
    }
    int start = 0;
    for (int i = 0; i < added.length; i++) {
      if (added[i] == '\n') {
        History.parse(Arrays.copyOfRange(added, start, i)).ifPresent(this::add);
        start = i + 1;
      }
    }
    readUpTo += start;
  }

  private void add(History.Entry entry) {
    byAccount
        .computeIfAbsent(key(entry.account(), entry.baseUrl()), key -> new ArrayList<>())
        .add(entry);
  }

  private static String key(String account, String baseUrl) {
    return account + " " + baseUrl;
  }

  private boolean endsWithinLine() throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return channel.size() > 0
          && channel.read(last, channel.size() - 1) == 1
          && last.get(0) != '\n';
    }
  }
}
