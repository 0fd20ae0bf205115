/**
 * A local emulator of the Secret Management API and of the listing of subaccounts: rules in memory,
 * a small HTTP server in front of them, faults on request. It checks and writes everything by
 * itself, independently of the client, so that one bug cannot hide in both.
 */
package dev.vsecret.sandbox;
