package dev.vsecret.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the requests of one connection, one after the other: HTTP/1.0 and 1.1. */
final class RequestReader {
  private static final int MAX_LINE = 16_384;
  private static final int MAX_HEADERS = 100;
  private static final int MAX_BODY = 1_048_576;

  private final InputStream input;
  private final OutputStream output;

  /** {@code input} should be buffered: it is read a byte at a time. */
  RequestReader(InputStream input, OutputStream output) {
    this.input = input;
    this.output = output;
  }

  /**
   * The next request, or empty when the client has closed the connection. A {@link
   * ProtocolException} says what was wrong with a request; nothing more can be read then.
   */
  Optional<Request> read() throws IOException {
    Optional<String> requestLine = line();
    if (requestLine.isEmpty()) {
      return Optional.empty();
    }
    String[] parts = requestLine.get().split(" ", -1);
    if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
      throw new ProtocolException("The request line is not one of HTTP/1.1.");
    }
    Map<String, String> headers = headers();
    if (parts[2].equals("HTTP/1.0")) {
      headers.put("connection", "close");
    }
    String path = parts[1].split("\\?", 2)[0];
    return Optional.of(new Request(parts[0], path, Map.copyOf(headers), body(headers)));
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new HashMap<>();
    String line = line().orElseThrow(EOFException::new);
    while (!line.isEmpty()) {
      int colon = line.indexOf(':');
      if (colon < 1 || headers.size() == MAX_HEADERS) {
        throw new ProtocolException("A header is malformed, or there are too many of them.");
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      line = line().orElseThrow(EOFException::new);
    }
    return headers;
  }

  private String body(Map<String, String> headers) throws IOException {
    if (headers.containsKey("transfer-encoding")) {
      throw new ProtocolException("A body needs a Content-Length here.");
    }
    String length = headers.getOrDefault("content-length", "0");
    if (!length.matches("[0-9]{1,7}") || Integer.parseInt(length) > MAX_BODY) {
      throw new ProtocolException("The Content-Length is no number, or above " + MAX_BODY + ".");
    }
    if (headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
      output.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      output.flush();
    }
    byte[] body = input.readNBytes(Integer.parseInt(length));
    if (body.length < Integer.parseInt(length)) {
      throw new EOFException();
    }
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The next line without its end, or empty at the end of the input. */
  private Optional<String> line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = input.read();
    if (next < 0) {
      return Optional.empty();
    }
    while (next != '\n') {
      if (next < 0) {
        throw new EOFException();
      }
      if (line.size() == MAX_LINE) {
        throw new ProtocolException("A line of the request is too long.");
      }
      line.write(next);
      next = input.read();
    }
    return Optional.of(line.toString(StandardCharsets.ISO_8859_1).stripTrailing());
  }
}
