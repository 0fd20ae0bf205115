package dev.vsecret.delivery;

import dev.vsecret.file.AtomicFile;
import dev.vsecret.file.FaultPoint;
import dev.vsecret.file.SharedAppend;
import dev.vsecret.output.JsonRenderer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON Lines file that several threads and processes append to. Threads are synchronized here,
 * processes by an OS lock.
 */
final class JsonLinesFile {
  /** The block size, in bytes, for finding the start of a line. */
  private static final int BLOCK = 4096;

  private final Path path;
  private final SharedAppend appends;
  private boolean nameIsDurable;

  /** {@code oneAtATime} is shared by all paths that may name the same file. */
  JsonLinesFile(Path path, Object oneAtATime) {
    this.path = path;
    this.appends = new SharedAppend(this::appendAll, oneAtATime);
  }

  /** Returns whether {@code path} names a JSON Lines file. */
  static boolean isOne(Path path) {
    return path.toString().endsWith(".jsonl");
  }

  /**
   * Checks that the existing file {@code path} could be appended to; changes nothing. Must not be
   * called while this process uses the file: closing it would release the lock (POSIX).
   */
  static void probe(Path path) throws IOException {
    Files.setAttribute(path, "unix:mode", Files.getAttribute(path, "unix:mode"));
    FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE).close();
  }

  Path path() {
    return path;
  }

  /**
   * Appends {@code line}, which ends with a line break, unless it is already the last line. It is
   * on disk when this returns.
   */
  void append(byte[] line) throws IOException {
    appends.append(line);
  }

  private void appendAll(List<byte[]> lines) throws IOException {
    // One channel at a time: closing another one would release the lock (POSIX).
    try (FileChannel channel = open()) {
      channel.lock();
      List<byte[]> missing = new ArrayList<>();
      for (byte[] line : lines) {
        if (!endsWith(channel, line)) {
          missing.add(line);
        }
      }
      ByteBuffer buffer = join(!missing.isEmpty() && repairEnd(channel), missing);
      channel.position(channel.size());
      FaultPoint.pass();
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      FaultPoint.pass();
      channel.force(true);
    }
    if (!nameIsDurable) {
      AtomicFile.syncFolder(path.toRealPath().getParent());
      nameIsDurable = true;
    }
  }

  /**
   * Removes {@code line} wherever it occurs: a crash may have caused it to be appended twice. Does
   * nothing if the file does not contain it.
   */
  void remove(byte[] line) throws IOException {
    appends.exclusively(() -> removeLocked(line));
  }

  private boolean removeLocked(byte[] line) throws IOException {
    if (!Files.exists(path)) {
      return false;
    }
    try (FileChannel channel = open()) {
      channel.lock();
      List<Long> starts = offsets(channel, line);
      for (long start : starts) {
        if (start + line.length == channel.size()) {
          channel.truncate(start);
        } else {
          // Lines of other accounts follow and must not be changed, so the line is blanked.
          byte[] blank = " ".repeat(line.length - 1).getBytes(StandardCharsets.UTF_8);
          channel.write(ByteBuffer.wrap(blank), start);
        }
      }
      // The partial line that a full disk left.
      Optional<byte[]> cutShort = cutShort(channel);
      if (cutShort.isPresent() && startsWith(line, cutShort.get())) {
        channel.truncate(channel.size() - cutShort.get().length);
      }
      channel.force(true);
      return !starts.isEmpty();
    }
  }

  /** Returns whether {@code line} is the last line that starts with {@code prefix}. */
  boolean isLastOf(byte[] prefix, byte[] line) throws IOException {
    return appends.exclusively(() -> Files.exists(path) && isLast(prefix, line));
  }

  private boolean isLast(byte[] prefix, byte[] line) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long end = channel.size();
      while (end > 0) {
        long start = endOfLastLine(channel, end - 1);
        byte[] found = read(channel, start, (int) Math.min(end - start, line.length));
        if (startsWith(found, prefix)) {
          return end - start == line.length && Arrays.equals(found, line);
        }
        end = start;
      }
      return false;
    }
  }

  private FileChannel open() throws IOException {
    if (Files.exists(path)) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }
    return FileChannel.open(
        path,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
        AtomicFile.OWNER_ONLY);
  }

  private static boolean endsWith(FileChannel channel, byte[] line) throws IOException {
    long start = channel.size() - line.length;
    return start >= 0
        && Arrays.equals(read(channel, start, line.length), line)
        && (start == 0 || read(channel, start - 1, 1)[0] == '\n');
  }

  private static boolean startsWith(byte[] line, byte[] beginning) {
    return beginning.length <= line.length
        && Arrays.equals(line, 0, beginning.length, beginning, 0, beginning.length);
  }

  /**
   * Prepares the end of the file for another line; returns whether a line break must be added
   * first. A vsecret line that a crash truncated is removed, since the account's journal has its
   * secret. Any other text without a line break is the user's and is kept.
   */
  private static boolean repairEnd(FileChannel channel) throws IOException {
    Optional<byte[]> cutShort = cutShort(channel);
    if (cutShort.isPresent()) {
      channel.truncate(channel.size() - cutShort.get().length);
    }
    return channel.size() > 0 && read(channel, channel.size() - 1, 1)[0] != '\n';
  }

  /** Returns the end of the file if it is a truncated vsecret line. */
  private static Optional<byte[]> cutShort(FileChannel channel) throws IOException {
    int length = (int) Math.min(channel.size(), JsonRenderer.LONGEST_SECRET_LINE);
    byte[] end = read(channel, channel.size() - length, length);
    int start = length;
    while (start > 0 && end[start - 1] != '\n') {
      start--;
    }
    if (start == 0 && channel.size() > length) {
      return Optional.empty();
    }
    byte[] rest = Arrays.copyOfRange(end, start, length);
    return JsonRenderer.isSecretLineCutShort(new String(rest, StandardCharsets.UTF_8))
        ? Optional.of(rest)
        : Optional.empty();
  }

  private static ByteBuffer join(boolean lineBreakBefore, List<byte[]> lines) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    if (lineBreakBefore) {
      joined.write('\n');
    }
    lines.forEach(joined::writeBytes);
    return ByteBuffer.wrap(joined.toByteArray());
  }

  /** Returns the offsets of {@code line}. */
  private static List<Long> offsets(FileChannel channel, byte[] line) throws IOException {
    List<Long> offsets = new ArrayList<>();
    channel.position(0);
    // Not closed, since that would close the channel and release the lock.
    InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
    ByteArrayOutputStream current = new ByteArrayOutputStream();
    long offset = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      current.write(next);
      offset++;
      if (next == '\n') {
        if (Arrays.equals(current.toByteArray(), line)) {
          offsets.add(offset - line.length);
        }
        current.reset();
      }
    }
    return offsets;
  }

  /** Returns the offset after the last line break before {@code from}. */
  private static long endOfLastLine(FileChannel channel, long from) throws IOException {
    long end = from;
    while (end > 0) {
      int length = (int) Math.min(end, BLOCK);
      byte[] block = read(channel, end - length, length);
      for (int i = length - 1; i >= 0; i--) {
        if (block[i] == '\n') {
          return end - length + i + 1;
        }
      }
      end -= length;
    }
    return 0;
  }

  private static byte[] read(FileChannel channel, long offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, offset + buffer.position()) < 0) {
        throw new IOException("the file was truncated while it was read");
      }
    }
    return buffer.array();
  }
}
