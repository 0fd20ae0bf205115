package dev.vsecret.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A SOCKS5 proxy that connects every request, whatever its target, to one port on loopback. */
public final class SocksProxy extends LoopbackServer {
  private static final int NO_LOGIN = 0;
  private static final int USER_AND_PASSWORD = 2;

  private final int upstream;
  private final List<String> targets = new CopyOnWriteArrayList<>();
  private volatile Optional<String> login = Optional.empty();
  private volatile int method = NO_LOGIN;
  private volatile int reply;
  private volatile int version = 5;

  public SocksProxy(int upstream) throws IOException {
    this.upstream = upstream;
    start();
  }

  /** Returns the requested targets so far: {@code name api.nexmo.com:443}, or an address. */
  public List<String> targets() {
    return List.copyOf(targets);
  }

  /** Requires this login from now on. */
  public void requireLogin(String user, String password) {
    login = Optional.of(user + "\n" + password);
    method = USER_AND_PASSWORD;
  }

  /** Requires this authentication method from now on; 255 means none of the offered ones. */
  public void choose(int otherMethod) {
    method = otherMethod;
  }

  /** Sets the first byte of its replies. */
  public void greet(int firstByte) {
    version = firstByte;
  }

  /** Replies to every request with this code from now on. */
  public void answer(int code) {
    reply = code;
  }

  @Override
  void serve(Socket client) throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    OutputStream out = client.getOutputStream();
    require(in.read() == 5);
    byte[] offered = in.readNBytes(in.read());
    boolean canLogIn = offered.length == 2 && offered[1] == USER_AND_PASSWORD;
    int chosen = method == USER_AND_PASSWORD && !canLogIn ? 255 : method;
    out.write(new byte[] {(byte) version, (byte) chosen});
    if (chosen == USER_AND_PASSWORD) {
      require(in.read() == 1);
      String user = text(in);
      boolean known = login.isEmpty() || login.get().equals(user + "\n" + text(in));
      out.write(new byte[] {1, (byte) (known ? 0 : 1)});
      require(known);
    }
    require(in.read() == 5 && in.read() == 1 && in.read() == 0);
    String target =
        switch (in.read()) {
          case 1 -> "address " + InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
          case 3 -> "name " + text(in);
          case 4 -> "address " + InetAddress.getByAddress(in.readNBytes(16)).getHostAddress();
          default -> throw new IOException("no such kind of address");
        };
    targets.add(target + ":" + in.readUnsignedShort());
    // Send the bound address as a name, which is rare but allowed.
    out.write(new byte[] {5, (byte) reply, 0, 3, 2, 'm', 'e', 0, 80});
    if (reply == 0) {
      relay(client, upstream);
    }
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.read()), UTF_8);
  }

  private static void require(boolean condition) throws IOException {
    if (!condition) {
      throw new IOException("not what was expected");
    }
  }
}
