package dev.vsecret.sandbox;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Faults that wait for requests to befall. Each request gets one at most: the first in line that it
 * matches. The others in line count it all the same, so "the second GET" means what it says.
 * Thread-safe.
 */
public final class Faults {
  private final List<Waiting> line = new ArrayList<>();

  /** A fault in line; {@code skips} is how many matching requests still pass by it. */
  private static final class Waiting {
    private final Predicate<SignedRequest> matching;
    private final Fault fault;
    private int skips;
    private int times;

    private Waiting(Predicate<SignedRequest> matching, Fault fault, int skips, int times) {
      this.matching = matching;
      this.fault = fault;
      this.skips = skips;
      this.times = times;
    }
  }

  Faults() {}

  /** Befalls the next request of that method; called twice, the next two in that order. */
  public void next(String method, Fault fault) {
    nth(1, method, fault);
  }

  /** Befalls the n-th request of that method from now on; 1 is the next one. */
  public synchronized void nth(int n, String method, Fault fault) {
    line.add(new Waiting(request -> request.method().equals(method), fault, n - 1, 1));
  }

  /** Befalls that many requests that match, such as those signed with one certain secret. */
  public synchronized void repeat(int times, Predicate<SignedRequest> matching, Fault fault) {
    line.add(new Waiting(matching, fault, 0, times));
  }

  /** How many requests these faults will still befall. */
  public synchronized int pending() {
    return line.stream().mapToInt(waiting -> waiting.times).sum();
  }

  /** Forgets the faults that have not happened yet. */
  public synchronized void clear() {
    line.clear();
  }

  /** The fault for {@code request}, which is used up by this. */
  synchronized Optional<Fault> take(SignedRequest request) {
    Optional<Fault> taken = Optional.empty();
    for (Iterator<Waiting> iterator = line.iterator(); iterator.hasNext(); ) {
      Waiting waiting = iterator.next();
      if (!waiting.matching.test(request)) {
        continue;
      }
      if (waiting.skips > 0) {
        waiting.skips--;
      } else if (taken.isEmpty()) {
        taken = Optional.of(waiting.fault);
        waiting.times--;
        if (waiting.times == 0) {
          iterator.remove();
        }
      }
    }
    return taken;
  }
}
