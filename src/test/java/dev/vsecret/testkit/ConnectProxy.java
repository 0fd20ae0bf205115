package dev.vsecret.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy that connects every CONNECT, whatever its target, to one port on loopback. */
public final class ConnectProxy extends LoopbackServer {
  private static final String CONNECTED = "HTTP/1.1 200 Connection established\r\n\r\n";

  /** No reply, on a connection that stays open. */
  public static final String SILENCE = "";

  private final int upstream;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final Queue<String> scripted = new ConcurrentLinkedQueue<>();
  private volatile Optional<String> always = Optional.empty();
  private volatile Optional<String> login = Optional.empty();

  public ConnectProxy(int upstream) throws IOException {
    this.upstream = upstream;
    start();
  }

  /** Returns the heads of the requests so far. */
  public List<String> heads() {
    return List.copyOf(heads);
  }

  /** Returns the first lines of the requests so far. */
  public List<String> requestLines() {
    return heads.stream().map(head -> head.lines().findFirst().orElse("")).toList();
  }

  /** Requires this login from now on. */
  public void requireLogin(String user, String password) {
    login = Optional.of(basic(user, password));
  }

  /** Replies to the next request with these bytes and closes the connection. */
  public void answerNext(String bytes) {
    scripted.add(bytes);
  }

  /** Replies to every request with these bytes and closes the connection. */
  public void answerAlways(String bytes) {
    always = Optional.of(bytes);
  }

  /** Returns the value of {@code Proxy-Authorization} for this user. */
  public static String basic(String user, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }

  /** Returns a reply without a body. */
  public static String reply(int status, String... headers) {
    StringBuilder reply = new StringBuilder("HTTP/1.1 " + status + " Reason\r\n");
    for (String header : headers) {
      reply.append(header).append("\r\n");
    }
    return reply.append("Content-Length: 0\r\n\r\n").toString();
  }

  @Override
  void serve(Socket client) throws IOException {
    String head = head(client.getInputStream());
    heads.add(head);
    String answer =
        Optional.ofNullable(scripted.poll()).or(() -> always).orElseGet(() -> truth(head));
    client.getOutputStream().write(answer.getBytes(ISO_8859_1));
    client.getOutputStream().flush();
    if (answer.equals(CONNECTED)) {
      relay(client, upstream);
    } else if (answer.equals(SILENCE)) {
      client.getInputStream().read();
    }
  }

  private String truth(String head) {
    boolean known =
        login.isEmpty() || head.contains("\r\nProxy-Authorization: " + login.get() + "\r\n");
    return known ? CONNECTED : reply(407, "Proxy-Authenticate: Basic realm=\"proxy\"");
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the client hung up");
      }
      head.write(next);
    }
    return head.toString(ISO_8859_1);
  }
}
