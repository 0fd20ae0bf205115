package dev.vsecret.api;

import dev.vsecret.secret.InvalidInputException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps all requests of a run within the user's limit, and the requests of each API key within the
 * server's. When one request learns of the server's limit, all requests of the same key wait.
 * Thread-safe: no thread holds the lock while it sleeps.
 */
public final class SharedPacing implements Pacing {
  private static final Duration WORTH_A_NOTICE = Duration.ofSeconds(10);

  /**
   * Far more keys than are used at the same time. The primary's key is always among the most
   * recent.
   */
  private static final int MOST_KEYS = 1024;

  private final Optional<MaximumRate> maximum;
  private final MonotonicClock clock;
  private final Notice notice;

  /** The times of the latest requests, as many as the limit allows in one window. */
  private final Deque<Long> latest = new ArrayDeque<>();

  private final Map<String, KeyLimit> limits =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, KeyLimit> eldest) {
          return size() > MOST_KEYS;
        }
      };

  /** Reports, once, a long wait for the server's limit. */
  public interface Notice {
    /** No request of {@code signingKey} is sent for {@code wait}. */
    void held(String signingKey, Duration wait);
  }

  /** The server's limit for one key. Times are by the monotonic clock and may overflow. */
  private static final class KeyLimit {
    private long heldUntil;
    private long windowEnd;
    private long leftInWindow;
    private boolean noticed;

    KeyLimit(long now) {
      heldUntil = now;
      windowEnd = now;
    }

    long nanosToWait(long now) {
      long held = heldUntil - now;
      return leftInWindow > 0 ? held : Math.max(held, windowEnd - now);
    }

    void hold(long until) {
      if (until - heldUntil > 0) {
        heldUntil = until;
        noticed = false;
      }
    }

    void window(long now, long end, long remaining) {
      // Within a window the count only falls: replies may arrive out of order.
      boolean fresh = windowEnd - now <= 0;
      leftInWindow = fresh ? remaining : Math.min(leftInWindow, remaining);
      windowEnd = end;
      noticed &= !fresh;
    }
  }

  /** Creates the throttle of a run. {@code maximum} is the user's limit for the whole run. */
  public SharedPacing(Optional<MaximumRate> maximum, MonotonicClock clock, Notice notice) {
    this.maximum = maximum;
    this.clock = clock;
    this.notice = notice;
  }

  @Override
  public void await(String signingKey) throws InterruptedException {
    Duration wait = claim(signingKey);
    while (!wait.isZero()) {
      clock.sleep(wait);
      wait = claim(signingKey);
    }
  }

  @Override
  public boolean isPatient() {
    return true;
  }

  /** Takes a turn and returns zero, or returns how long to wait before the next try. */
  private synchronized Duration claim(String signingKey) {
    long now = clock.nanoTime();
    Optional<KeyLimit> limit = Optional.ofNullable(limits.get(signingKey));
    if (limit.isPresent() && limit.get().nanosToWait(now) > 0) {
      Duration wait = Duration.ofNanos(limit.get().nanosToWait(now));
      announce(signingKey, limit.get(), wait);
      return wait;
    }
    if (maximum.isPresent() && latest.size() >= maximum.get().requests()) {
      long free = latest.getFirst() + maximum.get().window().toNanos();
      if (free - now > 0) {
        return Duration.ofNanos(free - now);
      }
      latest.removeFirst();
    }
    if (maximum.isPresent()) {
      latest.addLast(now);
    }
    limit.ifPresent(one -> one.leftInWindow--);
    return Duration.ZERO;
  }

  private void announce(String signingKey, KeyLimit limit, Duration wait) {
    if (!limit.noticed && wait.compareTo(WORTH_A_NOTICE) >= 0) {
      limit.noticed = true;
      notice.held(signingKey, wait);
    }
  }

  @Override
  public synchronized void learn(String signingKey, RateLimitStatus status) {
    boolean window = status.remaining().isPresent() && status.untilReset().isPresent();
    if (status.retryAfter().isEmpty() && !window) {
      return;
    }
    long now = clock.nanoTime();
    KeyLimit limit = limits.computeIfAbsent(signingKey, key -> new KeyLimit(now));
    status.retryAfter().ifPresent(wait -> limit.hold(now + wait.toNanos()));
    if (window) {
      limit.window(now, now + status.untilReset().get().toNanos(), status.remaining().get());
    }
  }

  /**
   * The maximum number of requests within any window of time.
   *
   * @param requests at least one
   * @param window the length of the window
   */
  public record MaximumRate(int requests, Duration window) {
    private static final int MOST = 100_000;

    /**
     * Checks both components.
     *
     * @throws InvalidInputException if one is zero or there are too many requests
     */
    public MaximumRate {
      if (requests < 1 || requests > MOST || window.isZero() || window.isNegative()) {
        throw new InvalidInputException(
            "A rate must be 1 to " + MOST + " requests per time, such as 10/s or 30/1h.");
      }
    }
  }
}
