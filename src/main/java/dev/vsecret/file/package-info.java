/** Files that survive a crash: written atomically, appended to durably, owned by who should. */
package dev.vsecret.file;
