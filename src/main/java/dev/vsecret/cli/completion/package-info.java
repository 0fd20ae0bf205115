/** Shell completion scripts, generated from the parser's commands. */
package dev.vsecret.cli.completion;
