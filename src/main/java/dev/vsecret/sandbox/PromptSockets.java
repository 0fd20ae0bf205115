package dev.vsecret.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import javax.net.ServerSocketFactory;

/** Makes server sockets that can be kept busy by hundreds of clients at a time. */
final class PromptSockets extends ServerSocketFactory {
  private static final int BACKLOG = 512;

  private static final class PromptSocket extends ServerSocket {
    private PromptSocket() throws IOException {}

    /** Clients that do not fit into the queue try again after a second. */
    @Override
    public void bind(SocketAddress endpoint, int backlog) throws IOException {
      super.bind(endpoint, BACKLOG);
    }

    @Override
    public Socket accept() throws IOException {
      while (true) {
        try {
          Socket socket = super.accept();
          // Without it, a reply on a kept-alive connection can wait 40 ms for a delayed ACK.
          socket.setTcpNoDelay(true);
          return socket;
        } catch (SocketException e) {
          // The server stops at any exception, but one client that goes away is no reason to.
          if (isClosed()) {
            throw e;
          }
        }
      }
    }
  }

  @Override
  public ServerSocket createServerSocket() throws IOException {
    return new PromptSocket();
  }

  @Override
  public ServerSocket createServerSocket(int port) throws IOException {
    return createServerSocket(port, BACKLOG);
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog) throws IOException {
    return createServerSocket(port, backlog, InetAddress.getLoopbackAddress());
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
      throws IOException {
    ServerSocket socket = createServerSocket();
    socket.bind(new InetSocketAddress(address, port), backlog);
    return socket;
  }
}
