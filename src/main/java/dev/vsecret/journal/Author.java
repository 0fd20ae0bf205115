package dev.vsecret.journal;

import dev.vsecret.file.OwnUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who changed something, and on which machine, for the audit trail.
 *
 * @param user the user's name, or the numeric id of a user without a name
 * @param host the machine's name; empty where finding it would take a look-up in DNS
 */
public record Author(Optional<String> user, Optional<String> host) {
  private static final Path HOST = Path.of("/proc/sys/kernel/hostname");

  /** A variable may hold anything, and what is written here is shown on terminals. */
  private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9._-]{1,255}");

  /** What Java calls a user without a name. */
  private static final String NAMELESS = "?";

  /** Nobody knows: in lines of earlier versions. */
  static final Author UNKNOWN = new Author(Optional.empty(), Optional.empty());

  /** The user of this process, whose environment is {@code variables}. */
  static Author of(Map<String, String> variables) {
    String name = System.getProperty("user.name", "");
    boolean nameless = name.isEmpty() || name.equals(NAMELESS);
    String host = variables.getOrDefault("HOSTNAME", "");
    return new Author(
        Optional.of(nameless ? Integer.toString(OwnUser.id()) : name),
        HOST_NAME.matcher(host).matches() ? Optional.of(host) : hostOfKernel());
  }

  /** Linux alone tells without a look-up: the JDK asks DNS for the local host's name. */
  private static Optional<String> hostOfKernel() {
    try {
      return Optional.of(Files.readString(HOST).strip()).filter(host -> !host.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
