package dev.vsecret.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import javax.net.SocketFactory;

/**
 * Creates sockets that connect directly: the JDK's default factory obeys the system property {@code
 * socksProxyHost}. OkHttp only asks for unconnected sockets.
 */
class DirectSockets extends SocketFactory {
  @Override
  public Socket createSocket() throws IOException {
    return withTcpNoDelay(new Socket(Proxy.NO_PROXY));
  }

  /**
   * Sets {@code TCP_NODELAY}. Otherwise, Nagle's algorithm holds back the last small write of the
   * TLS handshake, and the request, until the server acknowledges the previous one, which servers
   * delay by up to 40 ms.
   */
  static Socket withTcpNoDelay(Socket socket) throws SocketException {
    socket.setTcpNoDelay(true);
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw connected();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    throw connected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    throw connected();
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort)
      throws IOException {
    throw connected();
  }

  private static UnsupportedOperationException connected() {
    return new UnsupportedOperationException("connect the socket yourself");
  }
}
