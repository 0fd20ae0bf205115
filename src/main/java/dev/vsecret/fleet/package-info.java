/**
 * Many accounts in one run: which, how many at once, the shared rate limit, what became of them.
 */
package dev.vsecret.fleet;
