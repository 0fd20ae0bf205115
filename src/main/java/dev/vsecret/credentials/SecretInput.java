package dev.vsecret.credentials;

import dev.vsecret.credentials.CredentialFormat.MalformedContentException;
import dev.vsecret.secret.InvalidInputException;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Reads a bare secret from standard input or a file. */
public final class SecretInput {
  private SecretInput() {}

  /** Reads the secret: all of {@code in}, without one trailing line break. */
  public static SecretValue read(InputStream in) {
    try {
      return CredentialFormat.BARE_SECRET
          .parse(BoundedText.read("Standard input", in))
          .secret()
          .orElseThrow(
              () ->
                  new InvalidInputException("Standard input is empty. It must contain a secret."));
    } catch (MalformedContentException e) {
      throw new InvalidInputException("Standard input " + e.getMessage() + ".", e);
    } catch (IOException e) {
      throw new InvalidInputException("Cannot read standard input.", e);
    }
  }

  /** Reads the file {@code path}, which must contain only a secret and an optional line break. */
  public static CredentialFile read(Path path) {
    CredentialFile file = CredentialFile.read(path, CredentialFormat.BARE_SECRET);
    if (file.secret().isEmpty()) {
      throw new InvalidInputException("The file " + path + " is empty. It must contain a secret.");
    }
    return file;
  }
}
