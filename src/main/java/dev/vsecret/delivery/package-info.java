/** Where a new secret goes: the credential file, an output file, standard output, a deploy hook. */
package dev.vsecret.delivery;
