package dev.vsecret.sandbox;

import java.util.Optional;

/**
 * A description of a request, without the secret's value.
 *
 * @param method the HTTP method
 * @param path the path
 * @param apiKey the key that signed it, known or not; empty if it was not signed
 * @param secretId the id of the secret that signed it, already accepted or not; empty for a wrong
 *     one
 */
public record SignedRequest(
    String method, String path, Optional<String> apiKey, Optional<String> secretId) {}
