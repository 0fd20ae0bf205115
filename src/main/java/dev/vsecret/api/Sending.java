package dev.vsecret.api;

import java.util.concurrent.atomic.AtomicBoolean;

/** How far one sending of a request has got. */
final class Sending {
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile boolean connected;

  /** A proxy has opened the way to the API. */
  void markConnected() {
    connected = true;
  }

  boolean isConnected() {
    return connected;
  }

  /** The first byte of the request is about to be sent; false if it was before. */
  boolean begin() {
    return begun.compareAndSet(false, true);
  }

  /** Whether the API may have seen any of the request. */
  boolean isBegun() {
    return begun.get();
  }
}
