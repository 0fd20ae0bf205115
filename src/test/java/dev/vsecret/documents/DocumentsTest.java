package dev.vsecret.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.documents.Document.Block;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for the README and every other document without running anything. */
final class DocumentsTest {
  private static List<Document> documents() throws IOException {
    return Document.all();
  }

  private static Stream<Block> blocks() throws IOException {
    return documents().stream().flatMap(document -> document.blocks().stream());
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void aBlockOfCommandsSaysHowTheTestsRunItOrWhyTheyDoNot(Block block) {
    boolean hasCommands = !List.of("ini", "").contains(block.language());
    assertThat(block.comment().matches("sandbox.*|not run: .+")).isEqualTo(hasCommands);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyLinkWithinTheProjectLeadsSomewhere(Document document) throws IOException {
    assertThat(document.linkedFiles()).allSatisfy(file -> assertThat(file).exists());
    for (String link : document.links()) {
      if (link.matches("(?!\\w+:).*#.*")) {
        Path target = document.file().resolveSibling(link.replaceFirst("#.*", ""));
        Document linked = link.startsWith("#") ? document : Document.read(target);
        assertThat(linked.anchors()).contains(link.replaceFirst(".*#", ""));
      }
    }
  }
}
