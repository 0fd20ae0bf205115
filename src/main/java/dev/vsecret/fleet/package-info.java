/** Many accounts in one run: which, how many at once, and what became of them. */
package dev.vsecret.fleet;
