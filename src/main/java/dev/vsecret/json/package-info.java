/**
 * JSON text to plain values and back; every other package but the sandbox leaves JSON to this one.
 */
package dev.vsecret.json;
