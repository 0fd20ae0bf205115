package dev.vsecret.delivery;

import dev.vsecret.file.AtomicFile;
import dev.vsecret.file.FileFailures;
import dev.vsecret.file.Sha256;
import dev.vsecret.journal.DestinationPlan.OutputFilePlan;
import dev.vsecret.output.ChangeResult;
import dev.vsecret.output.EarlierOutput;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.secret.InvalidInputException;
import dev.vsecret.secret.SecretPolicy;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A file of vsecret that holds what {@code --print} would print. A backup of the earlier content is
 * kept next to it until the delivery is final.
 */
final class OutputFileDestination implements Destination {
  /** The size limit in bytes, far more than any format needs for one secret. */
  private static final int LONGEST_OUTPUT = 4096;

  private final Path path;
  private final Optional<String> fingerprint;
  private final OutputFormat format;

  OutputFileDestination(OutputFilePlan plan, OutputFormat format) {
    this.path = Path.of(plan.path());
    this.fingerprint = plan.fingerprint();
    this.format = format;
  }

  /**
   * Returns the plan for {@code path} with its current content.
   *
   * @throws InvalidInputException if the content is not {@code overwritable}
   */
  static OutputFilePlan plan(Path path, Predicate<String> overwritable) throws IOException {
    boolean vacant = isVacant(path);
    byte[] content =
        vacant || Files.size(path) > LONGEST_OUTPUT ? new byte[0] : Files.readAllBytes(path);
    if (!vacant && !overwritable.test(new String(content, StandardCharsets.UTF_8))) {
      throw new InvalidInputException(
          path
              + " would be overwritten, but does not contain an earlier output for this account in"
              + " this format. Name another file, or move this one away.");
    }
    return new OutputFilePlan(path.toString(), Optional.of(Sha256.of(content)));
  }

  private static boolean isVacant(Path path) throws IOException {
    return !Files.exists(path) || Files.size(path) == 0;
  }

  /** Fails if a file name that a delivery to {@code path} needs is invalid. Creates nothing. */
  static void requireNames(Path path) throws IOException {
    AtomicFile.requireNames(path);
    AtomicFile.requireNames(backup(path));
  }

  /** Checks that a delivery to {@code path} could succeed; changes nothing. */
  static void probe(Path path) throws IOException {
    AtomicFile.probe(path, new byte[LONGEST_OUTPUT]);
    if (Files.exists(path)) {
      // Fails for a file that cannot be renamed over although its folder is writable.
      Files.setAttribute(path, "unix:mode", Files.getAttribute(path, "unix:mode"));
      AtomicFile.probe(backup(path), new byte[(int) Files.size(path)]);
    }
  }

  @Override
  public String name() {
    return "the file " + path;
  }

  @Override
  public boolean holds(ChangeResult change) throws IOException {
    return holds(content(change));
  }

  @Override
  public void deliver(ChangeResult change) throws IOException {
    byte[] content = content(change);
    if (holds(content)) {
      return;
    }
    if (!isVacant(path) && !isUnchanged(change)) {
      throw new IOException(
          path + " has changed since the rotation was planned; move it away, or name another file");
    }
    if (Files.exists(path)) {
      AtomicFile.writeOverLink(backup(), Files.readAllBytes(path));
    } else {
      AtomicFile.deleteLink(backup());
    }
    AtomicFile.write(path, content);
  }

  /** Returns whether the content is the same as when the change was planned. */
  private boolean isUnchanged(ChangeResult change) throws IOException {
    if (Files.size(path) > LONGEST_OUTPUT) {
      return false;
    }
    byte[] content = Files.readAllBytes(path);
    // A journal of an earlier version has no fingerprint, so only the format is compared.
    return fingerprint
        .map(Sha256.of(content)::equals)
        .orElseGet(
            () ->
                new EarlierOutput(
                        change.account(), value -> SecretPolicy.violations(value).isEmpty())
                    .isOf(format, new String(content, StandardCharsets.UTF_8)));
  }

  @Override
  public void rollBack(ChangeResult change) throws IOException {
    AtomicFile.deleteTemporary(path);
    if (Files.isRegularFile(backup(), LinkOption.NOFOLLOW_LINKS)) {
      restore(change);
    } else if (holds(content(change))) {
      AtomicFile.delete(path);
    }
  }

  /** Restores the backup, unless the content has changed since; then both are kept. */
  private void restore(ChangeResult change) throws IOException {
    try {
      if (!isVacant(path) && !holds(content(change)) && !isUnchanged(change)) {
        throw new IOException(path + " has changed since");
      }
      Files.move(backup(), AtomicFile.resolve(path), StandardCopyOption.ATOMIC_MOVE);
      AtomicFile.syncFolder(backup().getParent());
    } catch (IOException e) {
      throw new IOException(
          FileFailures.describe(e) + "; its earlier content is in " + backup(), e);
    }
  }

  @Override
  public void commit() throws IOException {
    AtomicFile.deleteTemporary(path);
    AtomicFile.deleteLink(backup());
  }

  private boolean holds(byte[] content) throws IOException {
    return Files.exists(path) && Arrays.equals(Files.readAllBytes(path), content);
  }

  private byte[] content(ChangeResult change) throws IOException {
    StringWriter text = new StringWriter();
    format.renderer().write(change, text);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private Path backup() throws IOException {
    return backup(path);
  }

  private static Path backup(Path path) throws IOException {
    Path target = AtomicFile.resolve(path);
    return target.resolveSibling("." + target.getFileName() + ".vsecret-old");
  }
}
