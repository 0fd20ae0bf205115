/** Formats data for standard output. */
package dev.vsecret.output;
