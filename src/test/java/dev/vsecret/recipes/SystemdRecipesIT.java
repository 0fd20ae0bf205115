package dev.vsecret.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.testkit.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The recipes that write a file and restart a unit; a stand-in for systemctl notes the restarts.
 */
@Tag("recipes")
final class SystemdRecipesIT {
  private static final String RESTART = "systemctl\nrestart\napp.service\n";

  @TempDir private Path folder;
  private RecipeBench bench;
  private Path file;

  @BeforeEach
  void prepare() throws IOException {
    bench = new RecipeBench(folder).standIn("systemctl", "exit 0\n");
    file = Files.createDirectory(folder.resolve("etc")).resolve("vonage");
    bench.with("RECIPE_FILE", file).with("RECIPE_RESTART", "app.service");
  }

  @AfterEach
  void nothingIsLeftBesideTheFile() throws IOException {
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files.filter(one -> !Files.isSymbolicLink(one)).toList())
          .isEqualTo(Files.exists(file) ? List.of(file) : List.of());
    }
  }

  private void letTheRestartFail() throws IOException {
    bench.standIn("systemctl", "exit 1\n");
  }

  @Nested
  final class Dotenv {
    @BeforeEach
    void prepare() throws IOException {
      Files.writeString(file, "# app\nA='1 2'\nexport VONAGE_API_SECRET=former\n\nB=\\\nC=3");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    }

    @Test
    void changesOneLineAndRestartsTheUnit() throws Exception {
      bench.store("dotenv", RecipeBench.SECRET);
      assertThat(file)
          .hasContent(
              "# app\nA='1 2'\nexport VONAGE_API_SECRET=" + RecipeBench.SECRET + "\n\nB=\\\nC=3\n");
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
      assertThat(bench.arguments()).containsOnlyOnce(RESTART);
      assertThat(bench.get("dotenv")).isEqualTo(RecipeBench.SECRET + "\n");
    }

    @Test
    void addsTheLineWhereThereIsNone() throws Exception {
      bench.with("RECIPE_NAME", "NEW").store("dotenv", RecipeBench.SECRET + " $x");
      assertThat(Files.readString(file))
          .endsWith("\nC=3\nNEW='" + RecipeBench.SECRET + " $x'\n")
          .contains("VONAGE_API_SECRET=former\n");
      assertThat(bench.get("dotenv")).isEqualTo(RecipeBench.SECRET + " $x\n");
    }

    @Test
    void writesTheFileThatALinkLeadsTo() throws Exception {
      Path link = Files.createSymbolicLink(file.resolveSibling("link"), file);
      bench.with("RECIPE_FILE", link).store("dotenv", RecipeBench.SECRET);
      assertThat(link).isSymbolicLink();
      assertThat(file).content().contains(RecipeBench.SECRET);
    }

    @Test
    void putsTheFormerFileBackIfTheRestartFails() throws Exception {
      String former = Files.readString(file);
      letTheRestartFail();
      Result result = bench.run("dotenv", RecipeBench.SECRET);
      assertThat(result.exitCode()).as("%s", result).isOne();
      assertThat(result.err()).contains("restoring the previous file");
      assertThat(Files.readString(file)).isEqualTo(former);
      assertThat(bench.arguments()).endsWith(RESTART + "rm\n-rf\n" + lastLine());
    }

    private String lastLine() throws IOException {
      return bench.arguments().lines().reduce((first, second) -> second).orElseThrow() + "\n";
    }

    @Test
    void refusesWhatReadersOfSuchAFileDoNotReadAlike() throws Exception {
      String former = Files.readString(file);
      Result result = bench.run("dotenv", RecipeBench.AWKWARD_SECRET);
      assertThat(result.exitCode()).isEqualTo(2);
      assertThat(Files.readString(file)).isEqualTo(former);
    }

    @Test
    void refusesAFileThatDoesNotExist() throws Exception {
      Files.delete(file);
      Result result = bench.run("dotenv", RecipeBench.SECRET);
      assertThat(result.exitCode()).isEqualTo(2);
      assertThat(result.err()).contains(file.toString());
    }
  }

  @Nested
  final class Credential {
    @BeforeEach
    void prepare() throws IOException {
      // With this key nothing outside the file is needed, nor written.
      bench.needs("systemd-creds").with("RECIPE_KEY", "tpm2-absent");
      bench.standIn("systemctl", "exit 0\n");
    }

    @Test
    void encryptsTheSecretAndRestartsTheUnit() throws Exception {
      bench.store("systemd-credential", RecipeBench.AWKWARD_SECRET);
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(file).content().doesNotContain(RecipeBench.SECRET);
      assertThat(bench.arguments()).containsOnlyOnce(RESTART);
      assertThat(bench.get("systemd-credential")).isEqualTo(RecipeBench.AWKWARD_SECRET);
    }

    @Test
    void putsTheFormerCredentialBackIfTheRestartFails() throws Exception {
      bench.store("systemd-credential", "former");
      letTheRestartFail();
      Result result = bench.run("systemd-credential", RecipeBench.SECRET);
      assertThat(result.exitCode()).as("%s", result).isOne();
      assertThat(result.err()).contains("restoring the previous credential");
      assertThat(bench.get("systemd-credential")).isEqualTo("former");
    }
  }
}
