package dev.vsecret.cli;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What this program is, and what it runs on. */
final class Version implements IVersionProvider {
  /**
   * From the jar's manifest, or the module's; there is none while classes are run from a folder.
   */
  static final String NUMBER =
      Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
          .or(Version::moduleVersion)
          .orElse("development");

  private static Optional<String> moduleVersion() {
    return Optional.ofNullable(Version.class.getModule().getDescriptor())
        .flatMap(ModuleDescriptor::rawVersion);
  }

  @Override
  public String[] getVersion() {
    return new String[] {line()};
  }

  /** The version of this program and of its Java, in one line. */
  static String line() {
    return "vsecret "
        + NUMBER
        + " (Java "
        + System.getProperty("java.version")
        + ", "
        + System.getProperty("java.vendor")
        + ")";
  }
}
