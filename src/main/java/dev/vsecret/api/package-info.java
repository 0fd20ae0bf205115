/** The client of the Vonage API. The only package that uses OkHttp. */
package dev.vsecret.api;
