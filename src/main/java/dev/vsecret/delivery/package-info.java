/** Destinations of a new secret: credential file, output file, standard output, deploy hook. */
package dev.vsecret.delivery;
