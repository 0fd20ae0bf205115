/** Completion scripts for shells, made of the commands as the parser knows them. */
package dev.vsecret.cli.completion;
