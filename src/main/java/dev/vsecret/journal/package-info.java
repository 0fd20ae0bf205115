/** What survives a death: the state folder with its locks, journals and history. */
package dev.vsecret.journal;
