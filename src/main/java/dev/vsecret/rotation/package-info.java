/** Rotations, creations and revocations: planning, steps, recovery and rollback. */
package dev.vsecret.rotation;
