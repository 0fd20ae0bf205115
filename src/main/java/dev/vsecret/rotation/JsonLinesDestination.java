package dev.vsecret.rotation;

import dev.vsecret.credentials.AtomicFile;
import dev.vsecret.fault.FaultPoint;
import dev.vsecret.output.Change;
import dev.vsecret.output.JsonRenderer;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.locks.Lock;

/**
 * A file of our own that gets a line of JSON for every new secret; an account's last line counts.
 */
final class JsonLinesDestination implements Destination {
  private final Path path;
  private final Lock oneAtATime;

  /** {@code oneAtATime} keeps the threads of this process apart; processes, an OS lock does. */
  JsonLinesDestination(Path path, Lock oneAtATime) {
    this.path = path;
    this.oneAtATime = oneAtATime;
  }

  @Override
  public String name() {
    return "the file " + path;
  }

  @Override
  public void deliver(Change change) throws IOException {
    byte[] line = line(change);
    oneAtATime.lock();
    try (FileChannel channel = open()) {
      channel.lock();
      if (endsWith(channel, line)) {
        return;
      }
      ByteBuffer buffer = ByteBuffer.wrap(repairEnd(channel) ? withLineBreakBefore(line) : line);
      channel.position(channel.size());
      FaultPoint.pass();
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      FaultPoint.pass();
      channel.force(true);
    } finally {
      oneAtATime.unlock();
    }
    AtomicFile.syncFolder(path.toRealPath().getParent());
  }

  @Override
  public void rollBack(Change change) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    byte[] line = line(change);
    oneAtATime.lock();
    try (FileChannel channel = open()) {
      channel.lock();
      long start = lastIndexOf(channel, line);
      if (start >= 0 && start + line.length == channel.size()) {
        channel.truncate(start);
      } else if (start >= 0) {
        // Others' lines stand behind it and must not be touched: a blank line says nothing.
        byte[] blank = " ".repeat(line.length - 1).getBytes(StandardCharsets.UTF_8);
        channel.write(ByteBuffer.wrap(blank), start);
      } else if (endsWithin(channel, line)) {
        channel.truncate(endOfLastLine(channel, channel.size()));
      }
      channel.force(true);
    } finally {
      oneAtATime.unlock();
    }
  }

  @Override
  public void settle() {
    // Nothing stands beside the file.
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
    return start >= 0 && Arrays.equals(read(channel, start, line.length), line);
  }

  /** Whether the file ends with a beginning of {@code line}: what a full disk left of it. */
  private static boolean endsWithin(FileChannel channel, byte[] line) throws IOException {
    long start = endOfLastLine(channel, channel.size());
    int length = (int) (channel.size() - start);
    return length > 0
        && length < line.length
        && Arrays.equals(read(channel, start, length), 0, length, line, 0, length);
  }

  /**
   * Makes the end of the file fit for another line, and says whether a line break has to go first.
   * What a crash cut short is removed, its secret being in that account's journal; a whole line
   * that merely lacks its line break is someone's, and stays.
   */
  private static boolean repairEnd(FileChannel channel) throws IOException {
    long start = endOfLastLine(channel, channel.size());
    byte[] rest = read(channel, start, (int) (channel.size() - start));
    if (rest.length == 0) {
      return false;
    }
    if (JsonRenderer.isObject(new String(rest, StandardCharsets.UTF_8))) {
      return true;
    }
    channel.truncate(start);
    return false;
  }

  private static byte[] withLineBreakBefore(byte[] line) {
    return ByteBuffer.allocate(line.length + 1).put((byte) '\n').put(line).array();
  }

  /** Where {@code line} stands last, or -1. */
  private static long lastIndexOf(FileChannel channel, byte[] line) throws IOException {
    long end = channel.size();
    while (end > 0) {
      long start = endOfLastLine(channel, end - 1);
      if (end - start == line.length && Arrays.equals(read(channel, start, line.length), line)) {
        return start;
      }
      end = start;
    }
    return -1;
  }

  /** The offset behind the last line break before {@code from}. */
  private static long endOfLastLine(FileChannel channel, long from) throws IOException {
    long end = from;
    while (end > 0 && read(channel, end - 1, 1)[0] != '\n') {
      end--;
    }
    return end;
  }

  private static byte[] read(FileChannel channel, long offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, offset + buffer.position()) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
    }
    return buffer.array();
  }

  private static byte[] line(Change change) throws IOException {
    StringWriter text = new StringWriter();
    JsonRenderer.writeSecretLine(change, text);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
