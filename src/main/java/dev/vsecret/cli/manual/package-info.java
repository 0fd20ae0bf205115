/** The manual pages: what is written by hand, and the options as the commands have them. */
package dev.vsecret.cli.manual;
