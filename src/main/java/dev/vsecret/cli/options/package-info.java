/** The options that commands share: each group registers its own and makes what they mean. */
package dev.vsecret.cli.options;
