package dev.vsecret.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vsecret.testkit.Launcher;
import dev.vsecret.testkit.Program;
import dev.vsecret.testkit.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every recipe, and a rotation that uses one. */
@Tag("recipes")
final class RecipesIT {
  @TempDir private Path folder;

  private static List<String> recipes() throws IOException {
    try (Stream<Path> files = Files.list(RecipeBench.recipe(""))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void shellcheckFindsNothingInThem() throws Exception {
    assumeTrue(RecipeBench.installed("shellcheck").isPresent(), "shellcheck is not installed");
    Result result =
        Program.of(recipes().toArray(String[]::new))
            .by(List.of("shellcheck"))
            .in(RecipeBench.recipe(""))
            .run();
    assertThat(result.exitCode()).as("%s", result).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "aws-secrets-manager, aws",
    "azure-key-vault, az",
    "github-actions, gh",
    "gitlab-ci, curl",
    "google-secret-manager, gcloud",
    "hashicorp-vault, vault nor curl",
    "kubernetes, kubectl",
    "password-store, pass",
    "systemd-credential, systemd-creds",
  })
  void saysWhichProgramIsMissing(String recipe, String program) throws Exception {
    RecipeBench bench =
        new RecipeBench(folder)
            .without("curl")
            .with("RECIPE_PATH", "secret/vonage")
            .with("VAULT_ADDR", "http://127.0.0.1:1");
    Result result = bench.run(recipe, RecipeBench.SECRET);
    assertThat(result.exitCode()).as("%s", result).isEqualTo(2);
    assertThat(result.err()).startsWith(recipe + ": ").contains(program + " is ").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "aws-secrets-manager, RECIPE_NAME",
    "azure-key-vault, RECIPE_VAULT",
    "dotenv, RECIPE_FILE",
    "github-actions, GH_REPO",
    "gitlab-ci, GITLAB_TOKEN",
    "google-secret-manager, RECIPE_NAME",
    "hashicorp-vault, RECIPE_PATH",
    "kubernetes, RECIPE_NAME",
    "password-store, RECIPE_NAME",
    "systemd-credential, RECIPE_FILE",
  })
  void saysWhichVariableIsMissing(String recipe, String variable) throws Exception {
    Result result = benchWithEveryProgram().run(recipe, RecipeBench.SECRET);
    assertThat(result.exitCode()).as("%s", result).isEqualTo(2);
    assertThat(result.err()).startsWith(recipe + ": ").contains(variable).hasLineCount(1);
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void refusesToStoreNothing(String recipe) throws Exception {
    Result result = benchWithEveryVariable().run(recipe, "");
    assertThat(result.exitCode()).as("%s", result).isEqualTo(2);
    assertThat(result.err()).contains("no secret on standard input");
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void takesNoSecretForAnArgumentAndDoesNotRepeatIt(String recipe) throws Exception {
    Result result = benchWithEveryVariable().run(recipe, "", "mistaken");
    assertThat(result.exitCode()).as("%s", result).isEqualTo(2);
    assertThat(result.err()).contains("standard input").doesNotContain("mistaken");
  }

  private RecipeBench benchWithEveryProgram() throws IOException {
    RecipeBench bench = new RecipeBench(folder);
    for (String program :
        List.of("aws", "az", "curl", "gcloud", "gh", "kubectl", "pass", "systemd-creds")) {
      bench.standIn(program, "exit 1\n");
    }
    return bench;
  }

  private RecipeBench benchWithEveryVariable() throws IOException {
    return benchWithEveryProgram()
        .with("GH_TOKEN", "token")
        .with("GH_REPO", "octo/app")
        .with("GITLAB_TOKEN", "token")
        .with("GITLAB_PROJECT", "1")
        .with("VAULT_ADDR", "http://127.0.0.1:1")
        .with("VAULT_TOKEN", "token")
        .with("RECIPE_PATH", "secret/vonage")
        .with("RECIPE_VAULT", "app")
        .with("RECIPE_NAME", "vonage")
        .with("RECIPE_FILE", Files.createFile(folder.resolve("app.env")).toString());
  }

  @Test
  void aRotationStoresThroughARecipeAndReadsThroughItNextTime() throws Exception {
    Path env = Files.writeString(folder.resolve("app.env"), "A=1\nVONAGE_API_SECRET=none\nB=2\n");
    Result result =
        new Launcher(folder)
            .with("RECIPE_FILE", env.toString())
            .with("RECIPE", RecipeBench.recipe("dotenv").toString())
            .run(
                "sandbox",
                "--",
                "sh",
                "-c",
                "vsecret rotate --quiet --deploy-hook \"$RECIPE\" && unset VONAGE_API_SECRET"
                    + " && \"$RECIPE\" get | vsecret list -o json --api-key \"$VONAGE_API_KEY\""
                    + " --api-secret-stdin");
    assertThat(result.exitCode()).as("%s", result).isZero();
    assertThat(result.out()).containsOnlyOnce("\"in_use\": true");
    assertThat(Files.readString(env, UTF_8))
        .matches("A=1\nVONAGE_API_SECRET=[A-Za-z0-9]{25}\nB=2\n");
  }
}
