package dev.vsecret.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Accepts connections and gives each a daemon thread of its own. The JDK's HTTP server would not
 * do: it writes the Date header by the system's clock, whatever a handler sets.
 */
final class HttpListener implements AutoCloseable {
  private final ServerSocket serverSocket;
  private final Function<Request, Answer> handler;
  private final Duration latency;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "vsecret-sandbox");
            thread.setDaemon(true);
            return thread;
          });

  private HttpListener(
      ServerSocket serverSocket, Function<Request, Answer> handler, Duration latency) {
    this.serverSocket = serverSocket;
    this.handler = handler;
    this.latency = latency;
  }

  /** Serves the connections to a bound {@code serverSocket}, which it closes in the end. */
  static HttpListener start(
      ServerSocket serverSocket, Function<Request, Answer> handler, Duration latency) {
    HttpListener listener = new HttpListener(serverSocket, handler, latency);
    listener.threads.execute(listener::acceptAll);
    return listener;
  }

  int port() {
    return serverSocket.getLocalPort();
  }

  private void acceptAll() {
    while (!serverSocket.isClosed()) {
      try {
        accept(serverSocket.accept());
      } catch (IOException e) {
        // Closed by close(), or by a client before it was accepted: the loop knows which.
      }
    }
  }

  private synchronized void accept(Socket socket) throws IOException {
    if (serverSocket.isClosed()) {
      socket.close();
      return;
    }
    connections.add(socket);
    threads.execute(() -> serve(socket));
  }

  private void serve(Socket socket) {
    try {
      new HttpConnection(socket, handler, latency).run();
    } finally {
      connections.remove(socket);
    }
  }

  /** Closes every connection, whatever it is doing. */
  @Override
  public synchronized void close() {
    try {
      serverSocket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      threads.shutdownNow();
      connections.forEach(HttpListener::closeFirmly);
    }
  }

  private static void closeFirmly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // The client was faster, and there is nobody to say goodbye to over TLS.
    }
  }
}
