package dev.vsecret.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Markdown document of the project: the README, or one in {@code src/docs}.
 *
 * @param file where it is, relative to the project
 * @param lines its lines
 */
public record Document(Path file, List<String> lines) {
  private static final String FENCE = "```";
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  /** All documents, the README first. */
  public static List<Document> all() throws IOException {
    List<Document> documents = new ArrayList<>(List.of(read(Path.of("README.md"))));
    try (Stream<Path> files = Files.list(Path.of("src/docs"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".md")).sorted().toList()) {
        documents.add(read(file));
      }
    }
    return documents;
  }

  /** The document in {@code file}. */
  public static Document read(Path file) throws IOException {
    return new Document(file, Files.readAllLines(file));
  }

  /**
   * A fenced block.
   *
   * @param place the document and the line of the opening fence, for people
   * @param language the word after the opening fence, or the empty string
   * @param comment the text of the HTML comment on the line above, or the empty string
   * @param lines what it contains
   */
  public record Block(String place, String language, String comment, List<String> lines) {
    @Override
    public String toString() {
      return place;
    }
  }

  /** The fenced blocks, from top to bottom. */
  public List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    for (int start = 0; start < lines.size(); start++) {
      if (lines.get(start).startsWith(FENCE)) {
        int end = start + 1;
        while (!lines.get(end).equals(FENCE)) {
          end++;
        }
        blocks.add(
            new Block(
                file + ":" + (start + 1),
                lines.get(start).substring(FENCE.length()),
                start == 0 ? "" : comment(lines.get(start - 1)),
                lines.subList(start + 1, end)));
        start = end;
      }
    }
    return blocks;
  }

  private static String comment(String line) {
    return line.startsWith("<!-- ") && line.endsWith(" -->")
        ? line.substring("<!-- ".length(), line.length() - " -->".length())
        : "";
  }

  /** The code in backquotes in its sentences and tables. */
  public List<String> codeSpans() {
    return findInText(CODE);
  }

  /** The targets of its links and pictures. */
  public List<String> links() {
    return findInText(LINK);
  }

  /** The files that its links within the project lead to. */
  public List<Path> linkedFiles() {
    return links().stream()
        .filter(link -> !link.contains("://") && !link.startsWith("#"))
        .map(link -> file.resolveSibling(link.replaceFirst("#.*", "")))
        .toList();
  }

  private List<String> findInText(Pattern pattern) {
    return pattern.matcher(text()).results().map(match -> match.group(1)).toList();
  }

  /** Everything outside the fenced blocks. */
  private String text() {
    Matcher blocks =
        Pattern.compile("^```.*?^```$", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(String.join("\n", lines));
    return blocks.replaceAll("");
  }

  /** The anchors that GitHub gives its headings. */
  public List<String> anchors() {
    return text()
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .toList();
  }
}
