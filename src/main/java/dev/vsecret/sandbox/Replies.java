package dev.vsecret.sandbox;

import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect.CloseSocket;

/** Creates and changes replies. */
final class Replies {
  private static final int NO_CONTENT = 204;

  private Replies() {}

  /** Returns a reply. */
  static MockResponse of(int status, Map<String, String> headers, String body) {
    MockResponse.Builder reply = new MockResponse.Builder().status("HTTP/1.1 " + status + " ");
    if (status == NO_CONTENT) {
      reply.clearHeaders();
    } else {
      reply.body(body);
    }
    headers.forEach(reply::addHeader);
    return reply.build();
  }

  /** Returns {@code reply} with those of the {@code headers} that it lacks. */
  static MockResponse withDefaults(MockResponse reply, Map<String, String> headers) {
    MockResponse.Builder changed = reply.newBuilder();
    headers.forEach(
        (name, value) -> {
          if (reply.getHeaders().get(name) == null) {
            changed.addHeader(name, value);
          }
        });
    return changed.build();
  }

  /** Returns a reply that closes the connection instead of sending {@code reply}. */
  static MockResponse dropped(MockResponse reply) {
    return reply.newBuilder().onResponseStart(new CloseSocket()).build();
  }

  /** Returns a reply that closes the connection after {@code reply}. */
  static MockResponse last(MockResponse reply) {
    return reply.newBuilder().onResponseEnd(new CloseSocket()).build();
  }
}
