package dev.vsecret.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Describes file system failures, whose own messages are often only a path. */
public final class FileFailures {
  private FileFailures() {}

  public static String describe(IOException failure) {
    if (failure instanceof NoSuchFileException missing) {
      return missing.getFile() + " does not exist";
    }
    if (failure instanceof AccessDeniedException denied) {
      return "no permission for " + denied.getFile();
    }
    if (failure instanceof FileSystemException general && general.getReason() != null) {
      return general.getReason() + " (" + general.getFile() + ")";
    }
    String message = failure.getMessage();
    if (message == null) {
      return failure.getClass().getSimpleName();
    }
    // The caller adds the full stop.
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }
}
