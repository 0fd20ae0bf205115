package dev.vsecret.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import javax.net.ServerSocketFactory;

/** Creates server sockets that can handle hundreds of simultaneous clients. */
final class PromptSockets extends ServerSocketFactory {
  private static final int BACKLOG = 512;

  private static final class PromptSocket extends ServerSocket {
    private PromptSocket() throws IOException {}

    /** Uses a longer queue: clients that do not fit wait a second before they retry. */
    @Override
    public void bind(SocketAddress endpoint, int backlog) throws IOException {
      super.bind(endpoint, BACKLOG);
    }

    @Override
    public Socket accept() throws IOException {
      while (true) {
        try {
          Socket socket = super.accept();
          // Otherwise, a reply on a keep-alive connection may wait 40 ms for a delayed ACK.
          socket.setTcpNoDelay(true);
          return socket;
        } catch (SocketException e) {
          // One client has disconnected. Keep going: the server would stop at an exception.
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
