package dev.vsecret.credentials;

/** A file's content is not in the format it should be in. The message never quotes the content. */
final class MalformedContentException extends Exception {
  /** {@code message} completes the sentence "the file …". */
  MalformedContentException(String message) {
    super(message);
  }
}
