package dev.vsecret.api;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The server's details of a failure (RFC 9457). Any part may be missing: an error may come from a
 * proxy instead of the API.
 */
record Problem(
    Optional<String> type,
    Optional<String> title,
    Optional<String> detail,
    Optional<String> instance,
    List<String> reasons) {
  /** No details. */
  static final Problem NONE =
      new Problem(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

  /** Returns the text properties of {@code document}. Other types are ignored. */
  static Problem of(Map<?, ?> document) {
    return new Problem(
        text(document, "type"),
        text(document, "title"),
        text(document, "detail"),
        text(document, "instance"),
        reasons(document.get("invalid_parameters")));
  }

  private static List<String> reasons(Object parameters) {
    return parameters instanceof List<?> list
        ? list.stream()
            .flatMap(
                parameter ->
                    parameter instanceof Map<?, ?> map
                        ? text(map, "reason").stream()
                        : Stream.empty())
            .toList()
        : List.of();
  }

  private static Optional<String> text(Map<?, ?> document, String name) {
    return document.get(name) instanceof String text && !text.isBlank()
        ? Optional.of(text)
        : Optional.empty();
  }

  /**
   * Returns the part of the type after its last {@code #}, in lower case; empty if there is none.
   */
  String fragment() {
    return type.filter(value -> value.contains("#"))
        .map(value -> value.substring(value.lastIndexOf('#') + 1).toLowerCase(Locale.ROOT))
        .orElse("");
  }

  /** Returns the title, detail and reasons of a validation error; empty if there are none. */
  String summary() {
    return Stream.concat(Stream.of(title, detail).flatMap(Optional::stream), reasons.stream())
        .collect(Collectors.joining(": "));
  }
}
