/**
 * All of vsecret, its libraries included, as the one module that jlink can take in: some of those
 * are automatic modules, which it refuses.
 */
module dev.vsecret {
  requires java.logging;
  // Jackson knows how to bind XML documents, and cannot do without their types.
  requires java.xml;
  requires jdk.crypto.ec;
  requires jdk.unsupported;
}
