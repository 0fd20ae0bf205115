package dev.vsecret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vsecret.documents.Document;
import dev.vsecret.testkit.Launcher;
import dev.vsecret.testkit.Program;
import dev.vsecret.testkit.Program.Result;
import dev.vsecret.testkit.Shells;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packages that the profile "dist" builds. Skipped if they do not exist. */
final class PackagesIT {
  private static final List<String> MAN_PAGES =
      List.of("vsecret", "vsecret-list", "vsecret-create", "vsecret-revoke", "vsecret-rotate");

  @TempDir private Path folder;

  private Path image;

  @BeforeEach
  void requirePackages() {
    String property = System.getProperty("vsecret.image");
    assumeTrue(property != null, "the packages are made by -Pdist");
    image = Path.of(property);
  }

  /** Returns the only file of the build with this suffix. */
  private Path made(String ending) throws IOException {
    try (Stream<Path> files = Files.list(image.resolveSibling("."))) {
      List<Path> found = files.filter(file -> file.toString().endsWith(ending)).toList();
      assertThat(found).hasSize(1);
      return found.get(0);
    }
  }

  private static String list(String... command) throws Exception {
    Result result = Program.of(command).with("TZ", "UTC").run();
    assertThat(result.exitCode()).as("%s", result).isZero();
    return result.out();
  }

  private static FileTime lastModified(Path file) {
    try {
      return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theTarballHasManualsCompletionReadmeAndLicence() {
    assertThat(MAN_PAGES)
        .allSatisfy(page -> assertThat(image.resolve("share/man/man1/" + page + ".1")).exists());
    assertThat(image.resolve("LICENSE")).exists();
    assertThat(image.resolve("share/doc/changes.md")).exists();
  }

  @Test
  void theLinksOfItsReadmeLeadToFilesInIt() throws Exception {
    Document readme = Document.read(image.resolve("README.md"));
    assertThat(readme.linkedFiles()).hasSizeGreaterThan(5).allSatisfy(f -> assertThat(f).exists());
  }

  @Test
  void theCompletionScriptsAreWhatTheProgramPrints() throws Exception {
    Map<String, String> scripts =
        Map.of(
            "bash", "bash-completion/completions/vsecret",
            "zsh", "zsh/site-functions/_vsecret",
            "fish", "fish/vendor_completions.d/vsecret.fish");
    Launcher launcher = new Launcher(folder).as(image.resolve("bin/vsecret"));
    for (String shell : scripts.keySet()) {
      assertThat(image.resolve("share").resolve(scripts.get(shell)))
          .hasContent(launcher.run("generate-completion", "--shell", shell).out());
    }
  }

  @Test
  void theTarballIsReproducible() throws Exception {
    List<String> entries = list("tar", "-tvzf", made(".tar.gz").toString()).lines().toList();
    assertThat(entries).hasSizeGreaterThan(50);
    assertThat(entries).allMatch(entry -> entry.matches("\\S+ +(\\d+ )?root(/| +)root .*"));
    List<String> names = list("tar", "-tzf", made(".tar.gz").toString()).lines().toList();
    assertThat(names.stream().map(name -> name.replaceFirst("/$", ""))).isSorted();
    try (Stream<Path> files = Files.walk(image.toRealPath())) {
      assertThat(files.map(PackagesIT::lastModified).distinct()).hasSize(1);
    }
  }

  @Test
  void usesTheArchiveOfItsBuildWhereverItIs() throws Exception {
    Path unpacked = Files.createDirectory(folder.resolve("a folder with spaces"));
    list("tar", "-xzf", made(".tar.gz").toString(), "-C", unpacked.toString());
    for (Path home : List.of(image, unpacked.resolve(image.toRealPath().getFileName()))) {
      assertThat(helpWithLog(home, "class+load"))
          .contains("dev.vsecret.Main source: shared objects file")
          .contains("picocli.CommandLine source: shared objects file");
      if (Runtime.version().feature() >= 25) {
        assertThat(helpWithLog(home, "aot")).contains("Using AOT-linked classes: true");
      }
    }
  }

  /**
   * What the Java of {@code home} logs with the launcher's collector, on which the archive depends.
   */
  private static String helpWithLog(Path home, String tags) throws Exception {
    return list(
        home.resolve("lib/runtime/bin/java").toString(),
        "-XX:+UseSerialGC",
        "-Xshare:on",
        "-Xlog:" + tags,
        "-m",
        "dev.vsecret/dev.vsecret.Main",
        "--help");
  }

  @Test
  void theDebianPackageHasEveryFileInItsUsualPlace() throws Exception {
    assumeTrue(Shells.isInstalled("dpkg-deb"), "dpkg is not installed");
    String contents = list("dpkg-deb", "--contents", made(".deb").toString());
    assertThat(MAN_PAGES)
        .allSatisfy(
            page -> assertThat(contents).contains("/usr/share/man/man1/" + page + ".1.gz\n"));
    assertThat(contents)
        .contains("/usr/share/bash-completion/completions/vsecret\n")
        .contains("/usr/share/zsh/vendor-completions/_vsecret\n")
        .contains("/usr/share/fish/vendor_completions.d/vsecret.fish\n")
        .contains("/usr/share/doc/vsecret/changelog.gz\n")
        .contains("/usr/share/doc/vsecret/copyright\n")
        .contains("/usr/share/doc/vsecret/README.md\n");
  }

  @Test
  void lintianFindsNoErrorsAndNoWarnings() throws Exception {
    assumeTrue(Shells.isInstalled("lintian"), "lintian is not installed");
    Result result = Program.of("lintian", "--allow-root", made(".deb").toString()).run();
    assertThat(result.out()).as("%s", result).isEmpty();
    assertThat(result.exitCode()).as("%s", result).isZero();
  }

  @Test
  void theBillOfMaterialsNamesEveryLibrary() throws Exception {
    Path file =
        image.resolveSibling("vsecret-" + System.getProperty("vsecret.version") + ".cdx.json");
    assumeTrue(Files.exists(file), "the bill is not made offline");
    String bill = Files.readString(file);
    try (Stream<Path> jars = Files.list(Launcher.distribution().resolve("lib"))) {
      assertThat(
              jars.map(jar -> jar.getFileName().toString())
                  .filter(jar -> jar.endsWith(".jar"))
                  .map(jar -> jar.replace(".jar", "")))
          .hasSizeGreaterThan(5)
          .allSatisfy(name -> assertThat(bill).contains("\"name\" : \"" + name + "\""));
    }
  }
}
