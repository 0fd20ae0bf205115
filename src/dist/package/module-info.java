/**
 * vsecret with all its libraries as one module: jlink does not accept automatic modules, which some
 * of the libraries are.
 */
module dev.vsecret {
  requires java.logging;
  // Jackson can bind XML documents and requires their types.
  requires java.xml;
  requires jdk.crypto.ec;
  requires jdk.unsupported;
}
