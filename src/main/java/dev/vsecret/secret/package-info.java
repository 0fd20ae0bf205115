/** What a secret is: its value, its rules, its stamp. Depends on the JDK's base module alone. */
package dev.vsecret.secret;
