/**
 * A local emulator of the Secret Management API and of the listing of subaccounts: rules in memory
 * behind a MockWebServer. It checks and writes everything by itself, independently of the client,
 * so that one bug cannot hide in both.
 */
package dev.vsecret.sandbox;
