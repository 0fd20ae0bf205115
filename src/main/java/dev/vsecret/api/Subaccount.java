package dev.vsecret.api;

/**
 * A subaccount of a primary account.
 *
 * @param apiKey its API key, which names it
 * @param name what its owner calls it, or null
 * @param suspended whether it is out of use; its secrets can be managed all the same
 */
public record Subaccount(String apiKey, String name, boolean suspended) {}
