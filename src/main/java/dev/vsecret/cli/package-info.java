/** The command line: one class a command, one class an option group. */
package dev.vsecret.cli;
