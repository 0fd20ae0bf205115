/** Where the API key and secret come from, and how a file gets its new secret. */
package dev.vsecret.credentials;
