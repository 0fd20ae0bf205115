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
    return sendingAtOnce(new Socket(Proxy.NO_PROXY));
  }

  /**
   * Disables Nagle's algorithm. The end of a TLS handshake is several small writes, and with it the
   * last one, like the request, waits up to 40 ms until the server acknowledges the first.
   */
  static Socket sendingAtOnce(Socket socket) throws SocketException {
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
