package dev.vsecret.output;

import java.util.Optional;

/**
 * The failure of one of many accounts.
 *
 * @param account its API key
 * @param error what happened
 * @param exitCode the exit code of a run for this account alone
 * @param validSecret old, new or both; empty if unknown
 * @param nextAction the next step, if any
 */
public record Failure(
    String account,
    String error,
    int exitCode,
    Optional<String> validSecret,
    Optional<String> nextAction) {}
