package dev.vsecret.credentials;

import dev.vsecret.secret.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads small UTF-8 texts, with a user-readable message for each kind of failure. */
final class BoundedText {
  /** Far more than any credentials need. Keeps a wrong path from filling the memory. */
  private static final int MAX_BYTES = 1 << 20;

  private BoundedText() {}

  static String read(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      return read("The file " + path, in);
    } catch (NoSuchFileException e) {
      throw new InvalidInputException("The file " + path + " does not exist.", e);
    } catch (AccessDeniedException e) {
      throw new InvalidInputException("Permission denied: cannot read the file " + path + ".", e);
    } catch (IOException e) {
      throw new InvalidInputException("Cannot read the file " + path + ".", e);
    }
  }

  /** Reads {@code in}, shown in messages as {@code what}. */
  static String read(String what, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new InvalidInputException(what + " is too large to hold credentials.");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(what + " is not UTF-8 text.", e);
    }
  }
}
