/** What standard output shows: data in, text out. */
package dev.vsecret.output;
