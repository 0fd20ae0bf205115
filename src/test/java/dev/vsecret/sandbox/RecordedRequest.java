package dev.vsecret.sandbox;

import java.util.OptionalInt;

/**
 * A request together with what became of it.
 *
 * @param request the request
 * @param status the HTTP status that was sent; empty where no reply was
 */
public record RecordedRequest(SignedRequest request, OptionalInt status) {}
