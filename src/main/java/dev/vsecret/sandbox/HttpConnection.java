package dev.vsecret.sandbox;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Serves the requests of one client connection until either side closes it. */
final class HttpConnection implements Runnable {
  private static final int NO_CONTENT = 204;

  private final Socket socket;
  private final Function<Request, Answer> handler;
  private final Duration latency;

  HttpConnection(Socket socket, Function<Request, Answer> handler, Duration latency) {
    this.socket = socket;
    this.handler = handler;
    this.latency = latency;
  }

  @Override
  public void run() {
    try (socket) {
      // Without it, a reply on a kept-alive connection can wait 40 ms for a delayed ACK.
      socket.setTcpNoDelay(true);
      InputStream input = new BufferedInputStream(socket.getInputStream());
      OutputStream output = new BufferedOutputStream(socket.getOutputStream());
      serve(input, output);
    } catch (IOException e) {
      // The client went away or does not trust our certificate: there is nobody left to tell.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(InputStream input, OutputStream output)
      throws IOException, InterruptedException {
    RequestReader reader = new RequestReader(input, output);
    boolean open = true;
    while (open) {
      Optional<Request> request = read(reader, output);
      open = request.isPresent() && serve(request.get(), input, output);
    }
  }

  private static Optional<Request> read(RequestReader reader, OutputStream output)
      throws IOException {
    try {
      return reader.read();
    } catch (ProtocolException e) {
      send(
          new Answer(
              400, Map.of("Content-Type", "text/plain", "Connection", "close"), e.getMessage()),
          output);
      return Optional.empty();
    }
  }

  /** Returns whether the connection can be used again. */
  private boolean serve(Request request, InputStream input, OutputStream output)
      throws IOException, InterruptedException {
    Answer answer = handler.apply(request);
    // After the request was acted on: a client that gives up early cannot know what happened.
    TimeUnit.NANOSECONDS.sleep(latency.toNanos());
    return switch (answer.delivery()) {
      case WHOLE -> {
        send(answer, output);
        yield !request.header("connection").orElse("").equalsIgnoreCase("close");
      }
      case CUT_SHORT -> {
        send(answer, output);
        yield false;
      }
      case DROPPED -> false;
      case WITHHELD -> {
        input.transferTo(OutputStream.nullOutputStream());
        yield false;
      }
    };
  }

  private static void send(Answer answer, OutputStream output) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " \r\n");
    answer.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    if (answer.status() != NO_CONTENT) {
      head.append("Content-Length: " + body.length + "\r\n");
    }
    output.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    int length = answer.delivery() == Answer.Delivery.CUT_SHORT ? body.length / 2 : body.length;
    output.write(body, 0, length);
    output.flush();
  }
}
