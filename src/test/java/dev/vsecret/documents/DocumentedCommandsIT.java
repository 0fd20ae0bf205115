package dev.vsecret.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vsecret.documents.Document.Block;
import dev.vsecret.testkit.CommandLine;
import dev.vsecret.testkit.Launcher;
import dev.vsecret.testkit.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The commands in the documents do what the documents say. Each block runs in a sandbox of its own,
 * in a folder with the credentials in {@code app.env}. The programs of others that it calls are
 * stand-ins that keep one secret.
 */
@Execution(ExecutionMode.CONCURRENT)
final class DocumentedCommandsIT {
  private static final Path STORE = Path.of("src/test/resources/documents/store.sh");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** A question, and the answer with the line break that ends it, both typed by a person. */
  private static final Pattern QUESTION = Pattern.compile("(\\[y/N\\] )(y\n)?");

  @TempDir private Path folder;

  private static Stream<Block> blocks() throws IOException {
    return Document.all().stream()
        .flatMap(document -> document.blocks().stream())
        .filter(block -> block.comment().startsWith("sandbox"));
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void aBlockOfCommandsWorksAsItStands(Block block) throws Exception {
    if (block.language().equals("console")) {
      assertThat(session(block)).isEqualTo(comparable(String.join("\n", block.lines())));
    } else {
      Result result = run(block, "sh -eu", script(block));
      assertThat(result.exitCode()).as("%s", result).isZero();
    }
  }

  /** The shell commands of a block in any language but that of a session. */
  private static String script(Block block) {
    Stream<String> lines = block.lines().stream();
    return switch (block.language()) {
      case "sh" -> String.join("\n", block.lines());
      case "cron" ->
          String.join("\n", lines.map(line -> line.replaceFirst("^(\\S+ +){5}", "")).toList());
      case "yaml" ->
          lines
              .dropWhile(line -> !line.contains("vsecret rotate"))
              .map(line -> line.strip().replaceFirst("^- ", "").replaceFirst("\\\\$", ""))
              .collect(Collectors.joining(" "));
      default -> throw new IllegalArgumentException(block + ": " + block.language());
    };
  }

  /** What a terminal shows on which the commands of {@code block} and its answers are typed. */
  private String session(Block block) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "there is no terminal");
    assumeTrue(Files.exists(Path.of("/proc/self")), "elsewhere script has other options");
    List<String> shown = new ArrayList<>();
    for (String line : block.lines()) {
      if (line.startsWith("$ ")) {
        shown.add("cat <<'END'\n" + line + "\nEND");
        shown.add(ID.matcher(line.substring(2)).replaceAll("SECRET_ID"));
      }
    }
    String answers =
        block.lines().stream().anyMatch(line -> line.endsWith("[y/N] y")) ? "y\\n" : "";
    Files.writeString(folder.resolve("typed"), prepared(String.join("\n", shown)));
    Result result =
        run(
            block,
            "sh -eu",
            "printf '%s' | script -E never -qec 'sh -eu typed' /dev/null".formatted(answers));
    assertThat(result.exitCode()).as("%s", result).isZero();
    return comparable(result.out().replace("\r", ""));
  }

  /**
   * Text without what differs between two runs: each id becomes its number, and times are left out.
   */
  private static String comparable(String session) {
    Map<String, String> numbers = new LinkedHashMap<>();
    String text =
        ID.matcher(session)
            .replaceAll(
                id -> numbers.computeIfAbsent(id.group(), key -> "ID" + (numbers.size() + 1)));
    return QUESTION
        .matcher(text)
        .replaceAll("$1")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ", "TIME")
        .strip();
  }

  private Result run(Block block, String shell, String script) throws Exception {
    Files.writeString(folder.resolve("block"), prepared(script));
    Files.writeString(
        folder.resolve("prepare"),
        """
        umask 077
        env | grep '^VONAGE_API_' >app.env
        printf %%s "$VONAGE_API_SECRET" >"$STORE"
        exec %s block
        """
            .formatted(shell));
    Files.writeString(folder.resolve("new-secret"), "OwnSecret2026\n");
    Launcher.executable(folder.resolve("deploy-secret.sh"), "cat >\"$STORE\"\n");
    String[] options = CommandLine.words(block.comment().replaceAll(":.*", ""));
    return launcher()
        .run(
            Stream.of(options, new String[] {"--", "sh", "-eu", "prepare"})
                .flatMap(Stream::of)
                .toArray(String[]::new));
  }

  /** With the paths of an installed vsecret replaced by those of the one to test. */
  private String prepared(String script) {
    return script
        .replace("/usr/bin/vsecret", "vsecret")
        .replace("/usr/share/vsecret/recipes", Launcher.distribution() + "/share/recipes")
        .replace("/etc/app/vonage.env", "app.env")
        .replace(
            "SECRET_ID",
            "$(vsecret list --config app.env -o json | sed -n 's/.*\"id\": \"\\(.*\\)\".*/\\1/p' | head -n 1)");
  }

  private Launcher launcher() throws IOException {
    Path programs = Files.createDirectories(folder.resolve("bin"));
    for (String name : List.of("aws", "curl", "gh", "pass", "vault")) {
      Launcher.executable(programs.resolve(name), Files.readString(STORE, UTF_8));
    }
    return new Launcher(folder)
        .with("PATH", programs + ":" + System.getenv("PATH"))
        .with("STORE", folder.resolve("stored").toString())
        .with("TERM", "dumb")
        .with("GH_TOKEN", "token")
        .with("GITHUB_REPOSITORY", "octo-org/app")
        .with("GITLAB_TOKEN", "token")
        .with("CI_PROJECT_ID", "1")
        .with("CI_API_V4_URL", "http://127.0.0.1:1")
        .with("VAULT_ADDR", "http://127.0.0.1:1");
  }
}
