package dev.vsecret.sandbox;

import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Something that goes wrong with one request, before the sandbox has acted on it or after. */
public final class Fault {
  /** What a fault that replaces the whole reply is applied to. */
  private static final Answer NOTHING = new Answer(500, Map.of(), "", Answer.Delivery.DROPPED);

  private final boolean acts;
  private final UnaryOperator<Answer> change;

  private Fault(boolean acts, UnaryOperator<Answer> change) {
    this.acts = acts;
    this.change = change;
  }

  /** The connection is closed with no reply; the sandbox did not act. */
  public static Fault dropBefore() {
    return new Fault(false, answer -> answer.withDelivery(Answer.Delivery.DROPPED));
  }

  /** The sandbox acts; then the connection is closed with no reply. */
  public static Fault dropAfter() {
    return new Fault(true, answer -> answer.withDelivery(Answer.Delivery.DROPPED));
  }

  /** The sandbox acts; the reply never comes, and the connection stays open. */
  public static Fault hangAfter() {
    return new Fault(true, answer -> answer.withDelivery(Answer.Delivery.WITHHELD));
  }

  /** The sandbox acts; half of the true reply's body comes, then the connection is closed. */
  public static Fault cutShort() {
    return new Fault(true, answer -> answer.withDelivery(Answer.Delivery.CUT_SHORT));
  }

  /** This reply, given without acting. Headers that are not given are those of any reply. */
  public static Fault answerBefore(int status, Map<String, String> headers, String body) {
    Answer scripted = new Answer(status, Map.copyOf(headers), body);
    return new Fault(false, answer -> scripted);
  }

  /** This reply instead of the true one, after acting. */
  public static Fault answerAfter(int status, Map<String, String> headers, String body) {
    Answer scripted = new Answer(status, Map.copyOf(headers), body);
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
    return problemBefore(Problem.OUTDATED_ACCOUNT, Map.of());
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

  private static Fault problemBefore(Problem problem, Map<String, String> headers) {
    Answer scripted = problem.answer().withDefaultHeaders(headers);
    return new Fault(false, answer -> scripted);
  }

  /** The answer to a request that this befalls; {@code truth} acts on it. */
  Answer befall(Supplier<Answer> truth) {
    return change.apply(acts ? truth.get() : NOTHING);
  }
}
