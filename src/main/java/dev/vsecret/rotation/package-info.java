/** The rotation itself: a plan, one method a step, the journal, the destinations, the hook. */
package dev.vsecret.rotation;
