/**
 * A local emulator of the Secret Management API and the subaccount listing: the API's rules in
 * memory, served by a MockWebServer. It is implemented independently of the client, so that the
 * same bug cannot hide in both.
 */
package dev.vsecret.sandbox;
