package dev.vsecret.delivery;

import dev.vsecret.file.FaultPoint;
import dev.vsecret.output.ChangeResult;
import dev.vsecret.output.OutputFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;

/** Standard output. A secret counts as delivered there once write and flush have succeeded. */
final class PrintDestination implements Destination {
  private final Writer out;
  private final OutputFormat format;

  PrintDestination(Writer out, OutputFormat format) {
    this.out = out;
    this.format = format;
  }

  @Override
  public String name() {
    return "standard output";
  }

  @Override
  public void deliver(ChangeResult change) throws IOException {
    // In one piece, so that what several threads print does not mix.
    StringWriter text = new StringWriter();
    format.renderer().write(change, text);
    out.write(text.toString());
    FaultPoint.pass();
    out.flush();
    FaultPoint.pass();
  }
}
