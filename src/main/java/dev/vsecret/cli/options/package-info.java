/** The options of the commands. Each class registers its options and interprets their values. */
package dev.vsecret.cli.options;
