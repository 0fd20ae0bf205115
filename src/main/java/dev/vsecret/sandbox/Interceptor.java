package dev.vsecret.sandbox;

import java.util.function.Supplier;
import mockwebserver3.MockResponse;

/** Stands between the network and the API: replies to a request itself, or has the API reply. */
@FunctionalInterface
interface Interceptor {
  /** The reply to {@code request}; {@code api} acts on the request when it is called. */
  MockResponse intercept(SignedRequest request, Supplier<MockResponse> api);
}
