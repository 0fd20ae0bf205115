package dev.vsecret.api;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;

/** Makes sockets that connect through a SOCKS5 proxy, each with the proxy's own user. */
final class Socks5Sockets extends DirectSockets {
  private final ProxyServer proxy;
  private final String host;
  private final boolean byName;

  /**
   * Through {@code proxy} to {@code host}. With {@code byName} the proxy is given that name, and
   * whatever address a socket is told to connect to is ignored.
   */
  Socks5Sockets(ProxyServer proxy, String host, boolean byName) {
    this.proxy = proxy;
    this.host = host;
    this.byName = byName;
  }

  @Override
  public Socket createSocket() {
    return new Socks5Socket();
  }

  private final class Socks5Socket extends Socket {
    Socks5Socket() {
      super(Proxy.NO_PROXY);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      try {
        // Looks the proxy's name up.
        InetSocketAddress server = new InetSocketAddress(proxy.host(), proxy.port());
        if (server.isUnresolved()) {
          throw new UnknownHostException(proxy.host());
        }
        super.connect(server, timeout);
        int patience = getSoTimeout();
        setSoTimeout(timeout);
        Socks5Handshake handshake =
            new Socks5Handshake(proxy, host, getInputStream(), getOutputStream());
        handshake.logIn();
        if (byName) {
          handshake.connect(host, ((InetSocketAddress) endpoint).getPort());
        } else {
          handshake.connect((InetSocketAddress) endpoint);
        }
        setSoTimeout(patience);
      } catch (IOException e) {
        close();
        throw ProxyFailure.of(e, proxy, host);
      }
    }
  }
}
