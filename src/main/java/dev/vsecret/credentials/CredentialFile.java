package dev.vsecret.credentials;

import dev.vsecret.credentials.CredentialFormat.MalformedContentException;
import dev.vsecret.file.AtomicFile;
import dev.vsecret.file.Sha256;
import dev.vsecret.secret.InvalidInputException;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A file of the user's that holds credentials, as it was when it was read. */
public final class CredentialFile {
  private final Path path;
  private final CredentialFormat format;
  private final String text;
  private final CredentialFormat.Content content;

  private CredentialFile(Path path, CredentialFormat format, String text) {
    this.path = path;
    this.format = format;
    this.text = text;
    try {
      this.content = format.parse(text);
    } catch (MalformedContentException e) {
      throw new InvalidInputException("The file " + path + " " + e.getMessage() + ".", e);
    }
  }

  /** Reads a file that is either Vonage CLI JSON or dotenv, whichever it looks like. */
  public static CredentialFile readConfiguration(Path path) {
    String text = BoundedText.read(path);
    return new CredentialFile(path, CredentialFormat.of(text), text);
  }

  /** Reads a file that is in {@code format}. */
  public static CredentialFile read(Path path, CredentialFormat format) {
    return new CredentialFile(path, format, BoundedText.read(path));
  }

  /** Where it is, as the user named it. */
  public Path path() {
    return path;
  }

  /** The format it is in. */
  public CredentialFormat format() {
    return format;
  }

  /** The API key in it, if any. */
  public Optional<String> apiKey() {
    return content.apiKey();
  }

  /** The secret in it, if any. */
  public Optional<SecretValue> secret() {
    return content.secret();
  }

  /**
   * A digest of all that was read, by which a later run sees whether the file is still the same.
   */
  public String fingerprint() {
    return Sha256.of(text);
  }

  /**
   * Puts {@code next} in the place of the secret that was read, durably and in one step; the file's
   * owner, mode and everything else in it stay as they are.
   *
   * @throws IOException if the file cannot be written
   */
  public void replaceSecret(SecretValue next) throws IOException {
    AtomicFile.replace(path, edited(next).getBytes(StandardCharsets.UTF_8));
  }

  /** How the secret is spelled in the file, quotes included, wherever it stands; never shown. */
  public List<SecretValue> spellings() {
    try {
      return secret().isEmpty() ? List.of() : format.spellings(text, secret().get());
    } catch (MalformedContentException e) {
      throw new InvalidInputException("The file " + path + " " + e.getMessage() + ".", e);
    }
  }

  /**
   * As {@link #replaceSecret}, with the spellings that {@code former} had before it was replaced,
   * so that the file gets its old bytes back. Where they do not fit any more, it is spelled anew.
   *
   * @throws IOException if the file cannot be written
   */
  public void restoreSecret(SecretValue former, List<SecretValue> spellings) throws IOException {
    AtomicFile.replace(path, respelled(former, spellings).getBytes(StandardCharsets.UTF_8));
  }

  private String respelled(SecretValue former, List<SecretValue> spellings) throws IOException {
    try {
      Optional<String> respelled = format.respell(text, secret().orElseThrow(), spellings);
      if (respelled.isPresent()
          && format.parse(respelled.get()).secret().equals(Optional.of(former))) {
        return respelled.get();
      }
    } catch (MalformedContentException e) {
      throw new IOException("the file " + e.getMessage(), e);
    }
    return edited(former);
  }

  private String edited(SecretValue next) throws IOException {
    try {
      String edited = format.replace(text, secret().orElseThrow(), next);
      if (format.parse(edited).secret().equals(Optional.of(next))) {
        return edited;
      }
    } catch (MalformedContentException e) {
      throw new IOException("the file " + e.getMessage(), e);
    }
    throw new IOException("the secret cannot be written in this file's format");
  }
}
