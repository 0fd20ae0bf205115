package dev.vsecret;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;

/** The version of vsecret and of the Java that runs it. */
public final class Version {
  /**
   * From the jar's manifest or the module descriptor; {@code development} when run from a class
   * folder.
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

  /** Returns the versions of vsecret and of Java in one line. */
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
