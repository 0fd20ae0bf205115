package dev.vsecret.sandbox;

import java.util.OptionalInt;

/**
 * A request and the status of its reply.
 *
 * @param request the request
 * @param status the HTTP status of the reply; empty if none was sent
 */
public record RecordedRequest(SignedRequest request, OptionalInt status) {}
