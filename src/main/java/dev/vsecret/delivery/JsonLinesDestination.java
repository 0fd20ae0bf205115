package dev.vsecret.delivery;

import dev.vsecret.output.ChangeResult;
import dev.vsecret.output.JsonRenderer;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/** A JSON Lines file of new secrets; the last line of an account is the valid one. */
final class JsonLinesDestination implements Destination {
  private final JsonLinesFile file;

  JsonLinesDestination(JsonLinesFile file) {
    this.file = file;
  }

  @Override
  public String name() {
    return "the file " + file.path();
  }

  @Override
  public boolean holds(ChangeResult change) throws IOException {
    return file.isLastOf(beginningOfLines(change), line(change));
  }

  @Override
  public void deliver(ChangeResult change) throws IOException {
    file.append(line(change));
  }

  @Override
  public void rollBack(ChangeResult change) throws IOException {
    file.remove(line(change));
  }

  /** Returns the prefix of every line of the account. */
  private static byte[] beginningOfLines(ChangeResult change) {
    return JsonRenderer.secretLinePrefix(change.account()).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] line(ChangeResult change) throws IOException {
    StringWriter text = new StringWriter();
    JsonRenderer.writeSecretLine(change, text);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
