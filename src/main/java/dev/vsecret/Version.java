package dev.vsecret;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;

/** What this program is, and what it runs on. */
public final class Version {
  /**
   * From the jar's manifest, or the module's; there is none while classes are run from a folder.
   */
  public static final String NUMBER = number();

  private Version() {}

  private static String number() {
    String ofJar = Version.class.getPackage().getImplementationVersion();
    if (ofJar != null) {
      return ofJar;
    }
    return Optional.ofNullable(Version.class.getModule().getDescriptor())
        .flatMap(ModuleDescriptor::rawVersion)
        .orElse("development");
  }

  /** The version of this program and of its Java, in one line. */
  public static String line() {
    return "vsecret "
        + NUMBER
        + " (Java "
        + System.getProperty("java.version")
        + ", "
        + System.getProperty("java.vendor")
        + ")";
  }
}
