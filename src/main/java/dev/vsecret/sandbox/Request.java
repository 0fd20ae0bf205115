package dev.vsecret.sandbox;

import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request as it came in.
 *
 * @param method the method, as sent
 * @param path the target without its query
 * @param headers the last value of each header, by its name in lower case
 * @param body the body, read as UTF-8
 */
record Request(String method, String path, Map<String, String> headers, String body) {
  Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }

  /** Without headers and body, which hold secrets. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
