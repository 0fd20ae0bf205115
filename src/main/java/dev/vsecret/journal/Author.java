package dev.vsecret.journal;

import dev.vsecret.file.OwnUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The user and machine that made a change, for the audit trail.
 *
 * @param user the user's name, or the numeric id of a user without a name
 * @param host the machine's name; empty if only a DNS lookup could find it
 */
public record Author(Optional<String> user, Optional<String> host) {
  private static final Path HOST = Path.of("/proc/sys/kernel/hostname");

  /** Restricts the name, which may come from a variable and is printed on terminals. */
  private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9._-]{1,255}");

  /** The name that Java reports for a user without a name. */
  private static final String NAMELESS = "?";

  /** The author of lines from earlier versions, which did not record one. */
  static final Author UNKNOWN = new Author(Optional.empty(), Optional.empty());

  /** Returns the user of this process, whose environment is {@code variables}. */
  static Author of(Map<String, String> variables) {
    String name = System.getProperty("user.name", "");
    boolean nameless = name.isEmpty() || name.equals(NAMELESS);
    String host = variables.getOrDefault("HOSTNAME", "");
    return new Author(
        Optional.of(nameless ? Integer.toString(OwnUser.id()) : name),
        HOST_NAME.matcher(host).matches() ? Optional.of(host) : hostOfKernel());
  }

  /** Reads the name from the Linux kernel: the JDK would query DNS for it. */
  private static Optional<String> hostOfKernel() {
    try {
      return Optional.of(Files.readString(HOST).strip()).filter(host -> !host.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
