package dev.vsecret.sandbox;

import java.util.Map;
import java.util.TreeMap;

/**
 * What is sent back, or not sent.
 *
 * @param status the HTTP status
 * @param headers the headers, but for Content-Length
 * @param body the whole body; empty for none
 * @param delivery how much of all this reaches the client
 */
record Answer(int status, Map<String, String> headers, String body, Delivery delivery) {
  /** How much of an answer reaches the client. */
  enum Delivery {
    /** All of it. */
    WHOLE,
    /** Half of the body that its Content-Length announces; then the connection is closed. */
    CUT_SHORT,
    /** Nothing: the connection is closed. */
    DROPPED,
    /** Nothing, and the connection stays open until the client closes it. */
    WITHHELD
  }

  Answer(int status, Map<String, String> headers, String body) {
    this(status, headers, body, Delivery.WHOLE);
  }

  Answer withDelivery(Delivery other) {
    return new Answer(status, headers, body, other);
  }

  /** Header names are compared as HTTP does; a header that is there already stays. */
  Answer withDefaultHeaders(Map<String, String> defaults) {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(defaults);
    all.putAll(headers);
    return new Answer(status, all, body, delivery);
  }

  /** Whether the client gets to see the status. */
  boolean isSent() {
    return delivery == Delivery.WHOLE || delivery == Delivery.CUT_SHORT;
  }
}
