package dev.vsecret.credentials;

import dev.vsecret.credentials.CredentialFormat.MalformedContentException;
import dev.vsecret.secret.InvalidInputException;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** A secret that the user hands over alone, on standard input or in a file. */
public final class SecretInput {
  private SecretInput() {}

  /** The secret that is all of {@code in}, but for one line break at its end. */
  public static SecretValue read(InputStream in) {
    try {
      return CredentialFormat.BARE_SECRET
          .parse(BoundedText.read("Standard input", in))
          .secret()
          .orElseThrow(
              () -> new InvalidInputException("Standard input is empty; it must hold a secret."));
    } catch (MalformedContentException e) {
      throw new InvalidInputException("Standard input " + e.getMessage() + ".", e);
    } catch (IOException e) {
      throw new InvalidInputException("Standard input cannot be read.", e);
    }
  }

  /** The file {@code path}, which must hold a secret and nothing else but a line break. */
  public static CredentialFile read(Path path) {
    CredentialFile file = CredentialFile.read(path, CredentialFormat.BARE_SECRET);
    if (file.secret().isEmpty()) {
      throw new InvalidInputException("The file " + path + " is empty; it must hold a secret.");
    }
    return file;
  }
}
