/** Secrets: their values, rules and stamps. Depends only on the JDK's base module. */
package dev.vsecret.secret;
