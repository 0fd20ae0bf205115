package dev.vsecret.sandbox;

import java.util.function.Supplier;
import mockwebserver3.MockResponse;

/** Intercepts requests: replies itself or lets the API reply. */
@FunctionalInterface
interface Interceptor {
  /** Returns the reply to {@code request}. Calling {@code api} executes the request. */
  MockResponse intercept(SignedRequest request, Supplier<MockResponse> api);
}
