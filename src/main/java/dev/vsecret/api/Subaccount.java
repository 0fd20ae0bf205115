package dev.vsecret.api;

/**
 * A subaccount of a primary account.
 *
 * @param apiKey its API key, which identifies it
 * @param name its display name, or null
 * @param suspended whether it is suspended; its secrets can still be managed
 */
public record Subaccount(String apiKey, String name, boolean suspended) {}
