package dev.vsecret.api;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;

/** Creates sockets that connect through a SOCKS5 proxy, with the proxy's user and password. */
final class Socks5Sockets extends DirectSockets {
  private final ProxyServer proxy;
  private final String host;
  private final boolean byName;

  /**
   * Creates a factory for sockets through {@code proxy} to {@code host}. With {@code byName}, the
   * proxy resolves that name, and the address passed to a socket is ignored.
   */
  Socks5Sockets(ProxyServer proxy, String host, boolean byName) {
    this.proxy = proxy;
    this.host = host;
    this.byName = byName;
  }

  @Override
  public Socket createSocket() throws IOException {
    return withTcpNoDelay(new Socks5Socket());
  }

  private final class Socks5Socket extends Socket {
    Socks5Socket() {
      super(Proxy.NO_PROXY);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      try {
        // Resolves the proxy's name.
        InetSocketAddress server = new InetSocketAddress(proxy.host(), proxy.port());
        if (server.isUnresolved()) {
          throw new UnknownHostException(proxy.host());
        }
        super.connect(server, timeout);
        int previousTimeout = getSoTimeout();
        setSoTimeout(timeout);
        Socks5Handshake handshake =
            new Socks5Handshake(proxy, host, getInputStream(), getOutputStream());
        handshake.logIn();
        if (byName) {
          handshake.connect(host, ((InetSocketAddress) endpoint).getPort());
        } else {
          handshake.connect((InetSocketAddress) endpoint);
        }
        setSoTimeout(previousTimeout);
      } catch (IOException e) {
        close();
        throw ProxyFailure.of(e, proxy, host);
      }
    }
  }
}
