package dev.vsecret.sandbox;

import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect.CloseSocket;
import mockwebserver3.SocketEffect.Stall;

/** A fault of one request, before or after the sandbox acts on it. */
public final class Fault {
  /** A reply for faults that keep the sandbox from acting. */
  private static final MockResponse NOTHING = Replies.of(500, Map.of(), "");

  private final boolean acts;
  private final UnaryOperator<MockResponse> change;

  private Fault(boolean acts, UnaryOperator<MockResponse> change) {
    this.acts = acts;
    this.change = change;
  }

  /** Closes the connection without a reply, without acting. */
  public static Fault dropBefore() {
    return new Fault(false, Replies::dropped);
  }

  /** Acts, then closes the connection without a reply. */
  public static Fault dropAfter() {
    return new Fault(true, Replies::dropped);
  }

  /** Acts, but never replies. The connection stays open. */
  public static Fault hangAfter() {
    return new Fault(true, Fault::withheld);
  }

  /** Acts, sends half of the real reply's body, then closes the connection. */
  public static Fault cutShort() {
    return new Fault(true, Fault::cut);
  }

  /** Acts and sends the real reply, with {@code Connection: close}. */
  public static Fault lastOfConnection() {
    return new Fault(
        true, reply -> Replies.last(reply).newBuilder().setHeader("Connection", "close").build());
  }

  /** Sends this reply without acting. Adds the usual headers that are not given. */
  public static Fault answerBefore(int status, Map<String, String> headers, String body) {
    MockResponse scripted = Replies.of(status, headers, body);
    return new Fault(false, answer -> scripted);
  }

  /** Acts, then sends this reply instead of the real one. */
  public static Fault answerAfter(int status, Map<String, String> headers, String body) {
    MockResponse scripted = Replies.of(status, headers, body);
    return new Fault(true, answer -> scripted);
  }

  /** Sends a proxy's HTML page, without acting. */
  public static Fault proxyPage(int status) {
    return answerBefore(
        status,
        Map.of("Content-Type", "text/html"),
        "<html><body><h1>" + status + "</h1><p>The proxy has no answer.</p></body></html>");
  }

  /** Sends 401 as for a wrong secret, without acting, as for a secret that propagates slowly. */
  public static Fault unauthorized() {
    return problemBefore(Problem.UNAUTHORIZED, Map.of());
  }

  /** Sends 403 {@code Outdated account}, without acting, as for two writes in quick succession. */
  public static Fault outdatedAccount() {
    return answerBefore(
        403,
        Map.of("Content-Type", "application/problem+json"),
        Bodies.problem(
            "https://developer.nexmo.com/api-errors/account/subaccounts#validation",
            "Outdated account",
            "The account has just been changed by another request",
            ""));
  }

  /** Sends 429 with this wait in seconds, without acting. */
  public static Fault rateLimited(long retryAfterSeconds) {
    return problemBefore(
        Problem.RATE_LIMIT, Map.of("Retry-After", Long.toString(retryAfterSeconds)));
  }

  /** Sends 503 without {@code Retry-After}, without acting. */
  public static Fault unavailable() {
    return problemBefore(Problem.UNAVAILABLE, Map.of());
  }

  private static MockResponse withheld(MockResponse reply) {
    return reply.newBuilder().onResponseStart(Stall.INSTANCE).build();
  }

  private static MockResponse cut(MockResponse reply) {
    return Replies.last(reply).newBuilder().onResponseBody(new CloseSocket()).build();
  }

  private static Fault problemBefore(Problem problem, Map<String, String> headers) {
    MockResponse scripted = problem.reply(headers);
    return new Fault(false, answer -> scripted);
  }

  /** Returns the reply to a request with this fault. Calling {@code truth} executes the request. */
  MockResponse befall(Supplier<MockResponse> truth) {
    return change.apply(acts ? truth.get() : NOTHING);
  }
}
