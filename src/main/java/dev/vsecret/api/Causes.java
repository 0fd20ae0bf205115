package dev.vsecret.api;

import java.util.Optional;

/** Looks through what lies beneath an exception. */
final class Causes {
  private Causes() {}

  /** {@code failure} itself or the nearest of its causes that is of {@code type}. */
  static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
    }
    return Optional.empty();
  }
}
