package dev.vsecret.fleet;

import dev.vsecret.output.Failure;
import java.util.Optional;

/**
 * What became of one account. Exactly one of the two parts is there.
 *
 * @param result what was done or found
 * @param failure why that was not possible
 */
public record Outcome<T>(Optional<T> result, Optional<Failure> failure) {
  /** An account that was dealt with. */
  public static <T> Outcome<T> of(T result) {
    return new Outcome<>(Optional.of(result), Optional.empty());
  }

  /** An account that could not be dealt with. */
  public static <T> Outcome<T> failed(Failure failure) {
    return new Outcome<>(Optional.empty(), Optional.of(failure));
  }
}
