package dev.vsecret.sandbox;

import java.util.Optional;

/**
 * What the sandbox tells about a request that came in: never a secret's value.
 *
 * @param method the HTTP method
 * @param path the path
 * @param apiKey the key that signed it, known or not; empty where it was not signed
 * @param secretId the id of the secret that signed it, accepted yet or not; empty for a wrong one
 */
public record SignedRequest(
    String method, String path, Optional<String> apiKey, Optional<String> secretId) {}
