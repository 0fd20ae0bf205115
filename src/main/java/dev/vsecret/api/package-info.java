/** The Vonage API as vsecret uses it. The only package that knows OkHttp. */
package dev.vsecret.api;
