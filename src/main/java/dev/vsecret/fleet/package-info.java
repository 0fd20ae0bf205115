/** Runs over many accounts: selection, parallelism, progress and summary. */
package dev.vsecret.fleet;
