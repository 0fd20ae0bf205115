/** State that survives a crash: the state folder with its locks, journals and history. */
package dev.vsecret.journal;
