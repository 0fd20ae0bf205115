package dev.vsecret.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A server on loopback with a thread for each connection. */
public abstract class LoopbackServer implements AutoCloseable {
  private final ServerSocket listener;
  private final Set<Closeable> connections = ConcurrentHashMap.newKeySet();

  LoopbackServer(ServerSocket listener) {
    this.listener = listener;
  }

  LoopbackServer() throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
  }

  /** Starts accepting connections. Subclasses call it when they are ready. */
  final void start() {
    inBackground(
        () -> {
          while (!listener.isClosed()) {
            Socket connection = track(listener.accept());
            inBackground(
                () -> {
                  try (connection) {
                    serve(connection);
                  }
                });
          }
        });
  }

  /** Serves one client. The connection is closed afterwards. */
  abstract void serve(Socket client) throws IOException;

  public int port() {
    return listener.getLocalPort();
  }

  /** Relays bytes between {@code one} and a server on loopback until either side closes. */
  final void relay(Socket one, int port) throws IOException {
    try (Socket other = track(new Socket(Proxy.NO_PROXY))) {
      other.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      one.setTcpNoDelay(true);
      other.setTcpNoDelay(true);
      inBackground(
          () -> {
            try (other) {
              copy(other, one);
            } finally {
              one.close();
            }
          });
      copy(one, other);
    }
  }

  private static void copy(Socket from, Socket to) throws IOException {
    byte[] buffer = new byte[16384];
    InputStream in = from.getInputStream();
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      to.getOutputStream().write(buffer, 0, count);
      to.getOutputStream().flush();
    }
  }

  /** Closes all open connections. */
  public final void cut() {
    for (Closeable connection : connections) {
      try {
        connection.close();
      } catch (IOException e) {
        // It was closed by the other side.
      }
    }
  }

  /** Refuses new connections. Open ones stay open. */
  public final void stopListening() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public final void close() {
    stopListening();
    cut();
  }

  private Socket track(Socket socket) {
    connections.add(socket);
    return socket;
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void inBackground(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // Either side has closed, as the test intends.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }
}
