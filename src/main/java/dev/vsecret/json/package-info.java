/** Reads and writes JSON as plain values. All packages except the sandbox use this one for JSON. */
package dev.vsecret.json;
