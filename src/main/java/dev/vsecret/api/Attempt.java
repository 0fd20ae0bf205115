package dev.vsecret.api;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Handshake;

/** Tracks how far one attempt to send a request got. OkHttp reports it from any thread. */
final class Attempt extends EventListener {
  private final RequestLog log;
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile Stage stage = Stage.NOT_CONNECTED;

  /** The last step that was started. */
  enum Stage {
    /** No server was reached. */
    NOT_CONNECTED,
    /** A server was reached; the TLS handshake was in progress. */
    SECURING,
    /** Part of the request may have been sent. */
    SENDING
  }

  /** {@code log} reports each connection. */
  Attempt(RequestLog log) {
    this.log = log;
  }

  Stage stage() {
    return stage;
  }

  /** Marks the request as being sent. Returns false if it was before. */
  boolean begin() {
    return begun.compareAndSet(false, true);
  }

  /** Returns whether no byte of the request was sent, so that it had no effect. */
  boolean isUnsent() {
    return !begun.get();
  }

  @Override
  public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
    stage = Stage.NOT_CONNECTED;
  }

  @Override
  public void secureConnectStart(Call call) {
    stage = Stage.SECURING;
  }

  @Override
  public void secureConnectEnd(Call call, Handshake handshake) {
    if (handshake != null) {
      log.connected(handshake);
    }
  }

  @Override
  public void requestHeadersStart(Call call) {
    stage = Stage.SENDING;
  }
}
