package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.cli.manual.ManualPage;
import dev.vsecret.cli.manual.ManualText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;

/** Generates the manual pages when vsecret is packaged. No user command calls it. */
public final class ManualPages {
  private ManualPages() {}

  /**
   * Writes a page for vsecret and each of its commands.
   *
   * @param arguments the folder of the Markdown documents, the version, its date, the output folder
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[3]));
    SortedMap<String, String> pages =
        all(Environment.system(), Path.of(arguments[0]), arguments[1], arguments[2]);
    for (String name : pages.keySet()) {
      Files.writeString(folder.resolve(name + ".1"), pages.get(name));
    }
  }

  /** Returns the pages by name. A command without a document gets a page too. */
  static SortedMap<String, String> all(
      Environment environment, Path documents, String version, String date) throws IOException {
    ManualText shared = read(documents.resolve("shared.md"));
    SortedMap<String, String> pages = new TreeMap<>();
    CommandSpec root = Commands.parser(environment).getCommandSpec();
    for (CommandSpec command : ManualPage.documented(root)) {
      String name = ManualPage.name(command);
      Path document = documents.resolve(name + ".md");
      ManualText own = Files.exists(document) ? read(document) : ManualText.NONE;
      pages.put(name, ManualPage.of(command, own, shared, version, date));
    }
    return pages;
  }

  private static ManualText read(Path document) throws IOException {
    return ManualText.parse(Files.readAllLines(document));
  }
}
