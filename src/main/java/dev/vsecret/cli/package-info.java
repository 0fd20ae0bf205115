/** The command line: one class a command, one mixin an option group. */
package dev.vsecret.cli;
