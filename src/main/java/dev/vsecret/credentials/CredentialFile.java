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

/** The user's file with credentials, as it was when it was read. */
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

  /** Reads a file in Vonage CLI JSON or dotenv format and detects which. */
  public static CredentialFile readConfiguration(Path path) {
    String text = BoundedText.read(path);
    return new CredentialFile(path, CredentialFormat.of(text), text);
  }

  /** Reads a file in {@code format}. */
  public static CredentialFile read(Path path, CredentialFormat format) {
    return new CredentialFile(path, format, BoundedText.read(path));
  }

  /** Returns the path, as given by the user. */
  public Path path() {
    return path;
  }

  /** Returns the format of the file. */
  public CredentialFormat format() {
    return format;
  }

  /** Returns the API key in the file, if any. */
  public Optional<String> apiKey() {
    return content.apiKey();
  }

  /** Returns the secret in the file, if any. */
  public Optional<SecretValue> secret() {
    return content.secret();
  }

  /** Returns a digest of the content, so that a later run can detect changes. */
  public String fingerprint() {
    return Sha256.of(text);
  }

  /**
   * Replaces the secret with {@code next}, durably and atomically. The file's owner, mode and other
   * content do not change.
   *
   * @throws IOException if the file cannot be written
   */
  public void replaceSecret(SecretValue next) throws IOException {
    AtomicFile.replace(path, edited(next).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns the text of each occurrence of the secret in the file, including quotes. Never show it.
   */
  public List<SecretValue> spellings() {
    try {
      return secret().isEmpty() ? List.of() : format.spellings(text, secret().get());
    } catch (MalformedContentException e) {
      throw new InvalidInputException("The file " + path + " " + e.getMessage() + ".", e);
    }
  }

  /**
   * Restores {@code former}, with the spellings it had before it was replaced, so that the file has
   * its original bytes again. If the spellings no longer fit, uses the default spelling.
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
    throw new IOException("this file's format cannot represent the secret");
  }
}
