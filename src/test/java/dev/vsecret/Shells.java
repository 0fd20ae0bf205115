package dev.vsecret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The shells of this machine, which do not agree in everything. */
public final class Shells {
  private Shells() {}

  /** Those of the usual ones that are installed. */
  public static List<String> installed() {
    return Stream.of("sh", "bash", "dash", "zsh")
        .filter(
            shell ->
                Stream.of(System.getenv("PATH").split(":"))
                    .anyMatch(bin -> Files.isExecutable(Path.of(bin, shell))))
        .toList();
  }

  /** What {@code shell} has as the API secret once it has read {@code file}. */
  public static String secretIn(String shell, Path file) throws Exception {
    Process process =
        new ProcessBuilder(
                shell, "-c", ". \"$0\"; printf %s \"$VONAGE_API_SECRET\"", file.toString())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }
}
