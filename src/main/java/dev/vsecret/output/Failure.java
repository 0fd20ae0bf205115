package dev.vsecret.output;

import java.util.Optional;

/**
 * Why an account could not be dealt with.
 *
 * @param account its API key
 * @param error what happened
 * @param exitCode what a run for this account alone would have ended with
 * @param validSecret old, new or both; empty where it is not known
 * @param nextAction what to do next, if anything
 */
public record Failure(
    String account,
    String error,
    int exitCode,
    Optional<String> validSecret,
    Optional<String> nextAction) {}
