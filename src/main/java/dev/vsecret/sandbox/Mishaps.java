package dev.vsecret.sandbox;

import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import mockwebserver3.MockResponse;

/** Makes requests fail at random. The four kinds of failure are equally likely. */
final class Mishaps implements Interceptor {
  private static final int HUNDRED = 100;
  private static final int WAYS_TO_FAIL = 4;

  private final int percent;
  private final RandomGenerator random;

  Mishaps(int percent, RandomGenerator random) {
    this.percent = percent;
    this.random = random;
  }

  @Override
  public MockResponse intercept(SignedRequest request, Supplier<MockResponse> api) {
    if (random.nextInt(HUNDRED) >= percent) {
      return api.get();
    }
    return switch (random.nextInt(WAYS_TO_FAIL)) {
      case 0 -> Replies.dropped(Problem.UNAVAILABLE.reply());
      case 1 -> Replies.dropped(api.get());
      case 2 -> Problem.RATE_LIMIT.reply(Map.of("Retry-After", "1"));
      default -> Problem.UNAVAILABLE.reply();
    };
  }
}
