package dev.vsecret.fleet;

import dev.vsecret.secret.Identifier;
import dev.vsecret.secret.InvalidInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The accounts of a run, without duplicates, in insertion order. The primary account, whose
 * credentials sign for all others, is last.
 */
public final class AccountSelection {
  private final Set<String> accounts = new LinkedHashSet<>();
  private final String primary;
  private boolean withPrimary;

  /** Creates an empty selection; {@code primary} is the API key that signs. */
  public AccountSelection(String primary) {
    this.primary = primary;
  }

  /**
   * Adds an account.
   *
   * @param what the subject of the error message, for example "--account"
   * @throws InvalidInputException if it is not a valid API key
   */
  public void add(String what, String account) {
    if (Identifier.require(what, account).equals(primary)) {
      withPrimary = true;
    } else {
      accounts.add(account);
    }
  }

  /**
   * Adds the accounts in a file, one per line; {@code #} starts a comment. The file is read once,
   * line by line, so it may be a pipe.
   *
   * @throws InvalidInputException if the file cannot be read, has a line that is not a valid API
   *     key, or has no accounts: a run must not succeed because generating the list failed
   */
  public void addFile(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      addLines(file.toString(), in);
    } catch (IOException e) {
      throw new InvalidInputException("The accounts file " + file + " cannot be read.", e);
    }
  }

  /** As {@link #addFile}, but reads a stream that messages call {@code source}. */
  public void addLines(String source, InputStream in) {
    BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    try {
      boolean empty = true;
      long number = 1;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        int comment = line.indexOf('#');
        String account = (comment < 0 ? line : line.substring(0, comment)).strip();
        if (!account.isEmpty()) {
          add("The account in line " + number + " of " + source, account);
          empty = false;
        }
        number++;
      }
      if (empty) {
        throw new InvalidInputException(source + " has no accounts.");
      }
    } catch (IOException e) {
      throw new InvalidInputException("The accounts in " + source + " cannot be read.", e);
    }
  }

  /** Returns all accounts except the primary account. */
  public Iterator<String> accounts() {
    return accounts.iterator();
  }

  /** Returns the primary account, if it was added. */
  public Optional<String> last() {
    return withPrimary ? Optional.of(primary) : Optional.empty();
  }

  /** Returns all accounts in order. */
  public List<String> all() {
    return Stream.concat(accounts.stream(), last().stream()).toList();
  }

  /** Returns whether {@code account} was added. */
  public boolean contains(String account) {
    return accounts.contains(account) || last().equals(Optional.of(account));
  }

  /** Returns the number of accounts, including the primary account if it was added. */
  public int count() {
    return accounts.size() + (withPrimary ? 1 : 0);
  }
}
