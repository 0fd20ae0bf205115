package dev.vsecret.sandbox;

import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect.CloseSocket;
import mockwebserver3.SocketEffect.Stall;

/** Something that goes wrong with one request, before the sandbox has acted on it or after. */
public final class Fault {
  /** What a fault is applied to that keeps the sandbox from acting. */
  private static final MockResponse NOTHING = Replies.of(500, Map.of(), "");

  private final boolean acts;
  private final UnaryOperator<MockResponse> change;

  private Fault(boolean acts, UnaryOperator<MockResponse> change) {
    this.acts = acts;
    this.change = change;
  }

  /** The connection is closed with no reply; the sandbox did not act. */
  public static Fault dropBefore() {
    return new Fault(false, Replies::dropped);
  }

  /** The sandbox acts; then the connection is closed with no reply. */
  public static Fault dropAfter() {
    return new Fault(true, Replies::dropped);
  }

  /** The sandbox acts; the reply never comes, and the connection stays open. */
  public static Fault hangAfter() {
    return new Fault(true, Fault::withheld);
  }

  /** The sandbox acts; half of the true reply's body comes, then the connection is closed. */
  public static Fault cutShort() {
    return new Fault(true, Fault::cut);
  }

  /** The sandbox acts; the true reply comes, and says that it is this connection's last. */
  public static Fault lastOfConnection() {
    return new Fault(
        true, reply -> Replies.last(reply).newBuilder().setHeader("Connection", "close").build());
  }

  /** This reply, given without acting. Headers that are not given are those of any reply. */
  public static Fault answerBefore(int status, Map<String, String> headers, String body) {
    MockResponse scripted = Replies.of(status, headers, body);
    return new Fault(false, answer -> scripted);
  }

  /** This reply instead of the true one, after acting. */
  public static Fault answerAfter(int status, Map<String, String> headers, String body) {
    MockResponse scripted = Replies.of(status, headers, body);
    return new Fault(true, answer -> scripted);
  }

  /** An HTML page of a proxy on the way, without acting. */
  public static Fault proxyPage(int status) {
    return answerBefore(
        status,
        Map.of("Content-Type", "text/html"),
        "<html><body><h1>" + status + "</h1><p>The proxy has no answer.</p></body></html>");
  }

  /** 401 as for a wrong secret, without acting: what a secret that spreads slowly may get. */
  public static Fault unauthorized() {
    return problemBefore(Problem.UNAUTHORIZED, Map.of());
  }

  /** 403 {@code Outdated account}, without acting: two writes came too close together. */
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

  /** 429 that asks to wait for so many seconds, without acting. */
  public static Fault rateLimited(long retryAfterSeconds) {
    return problemBefore(
        Problem.RATE_LIMIT, Map.of("Retry-After", Long.toString(retryAfterSeconds)));
  }

  /** 503 with no advice when to try again, without acting. */
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

  /** The answer to a request that this befalls; {@code truth} acts on it. */
  MockResponse befall(Supplier<MockResponse> truth) {
    return change.apply(acts ? truth.get() : NOTHING);
  }
}
