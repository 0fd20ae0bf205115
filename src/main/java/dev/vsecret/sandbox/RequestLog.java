package dev.vsecret.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Counts the requests, and keeps them from when it is told to. Thread-safe. */
final class RequestLog {
  private final List<RecordedRequest> requests = new ArrayList<>();
  private boolean recording;
  private long count;

  synchronized void record() {
    recording = true;
  }

  synchronized void add(SignedRequest request, Answer answer) {
    count++;
    if (recording) {
      requests.add(
          new RecordedRequest(
              request, answer.isSent() ? OptionalInt.of(answer.status()) : OptionalInt.empty()));
    }
  }

  synchronized List<RecordedRequest> requests() {
    return List.copyOf(requests);
  }

  synchronized long count() {
    return count;
  }
}
