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

/** Reads small UTF-8 texts that users name, with a sentence for each way in which that fails. */
final class BoundedText {
  /** Far more than any credentials need; keeps a mistaken path from filling the memory. */
  private static final int MAX_BYTES = 1 << 20;

  private BoundedText() {}

  static String read(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      return read("The file " + path, in);
    } catch (NoSuchFileException e) {
      throw new InvalidInputException("The file " + path + " does not exist.", e);
    } catch (AccessDeniedException e) {
      throw new InvalidInputException("The file " + path + " may not be read: no permission.", e);
    } catch (IOException e) {
      throw new InvalidInputException("The file " + path + " cannot be read.", e);
    }
  }

  /** {@code what} names the input in messages. */
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
