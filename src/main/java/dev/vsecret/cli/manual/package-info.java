/** The manual pages: text written by hand, plus the options from the parser. */
package dev.vsecret.cli.manual;
