/** Where tests let the process die. Depends on the JDK's base module alone. */
package dev.vsecret.fault;
