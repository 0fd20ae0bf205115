/** Crash-safe files: atomic writes, durable appends, and checks of ownership. */
package dev.vsecret.file;
