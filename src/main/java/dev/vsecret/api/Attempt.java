package dev.vsecret.api;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Handshake;

/** How far one sending of a request got. OkHttp tells it, from whichever thread connects. */
final class Attempt extends EventListener {
  private final RequestLog log;
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile Stage stage = Stage.NOT_CONNECTED;

  /** What was done last. */
  enum Stage {
    /** No server was reached. */
    NOT_CONNECTED,
    /** A server was reached, and TLS was being agreed upon. */
    SECURING,
    /** Some of the request may have left. */
    SENDING
  }

  /** {@code log} is told of each connection. */
  Attempt(RequestLog log) {
    this.log = log;
  }

  Stage stage() {
    return stage;
  }

  /** The first byte of the request is about to leave; false if it was before. */
  boolean begin() {
    return begun.compareAndSet(false, true);
  }

  /** Whether no byte of the request has left, so that it cannot have had an effect. */
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
