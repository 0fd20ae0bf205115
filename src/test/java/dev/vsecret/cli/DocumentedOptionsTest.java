package dev.vsecret.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.vsecret.Environment;
import dev.vsecret.documents.Document;
import dev.vsecret.testkit.CommandLine;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands that sentences and tables of the documents mention exist, with these options. */
final class DocumentedOptionsTest {
  private static Stream<String> commandsInSentences() throws IOException {
    return Document.all().stream()
        .flatMap(document -> document.codeSpans().stream())
        .filter(code -> code.startsWith("vsecret ") && !code.startsWith("vsecret COMMAND"))
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("commandsInSentences")
  void aCommandInASentenceIsUnderstood(String command) {
    String arguments = command.replaceFirst("^vsecret ", "").replaceFirst(" [&<>].*", "");
    assertThatCode(
            () ->
                Commands.parser(Environment.system())
                    .parseArgs(CommandLine.words(arguments.replace("'", ""))))
        .doesNotThrowAnyException();
  }
}
