package dev.vsecret.api;

import java.util.Optional;

/** Searches the causes of an exception. */
final class Causes {
  private Causes() {}

  /** Returns {@code failure} or the first of its causes that is of {@code type}. */
  static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
    }
    return Optional.empty();
  }
}
