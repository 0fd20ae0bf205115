/** Many accounts in one run: which ones, how many at once, the shared rate limit, the progress. */
package dev.vsecret.fleet;
