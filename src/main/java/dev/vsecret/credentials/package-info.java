/** Finds the API key and secret, and saves a new secret to their file. */
package dev.vsecret.credentials;
