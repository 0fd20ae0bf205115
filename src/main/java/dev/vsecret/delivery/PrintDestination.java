package dev.vsecret.delivery;

import dev.vsecret.file.FaultPoint;
import dev.vsecret.output.ChangeResult;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Optional;

/** Standard output. The secret counts as delivered after write and flush have succeeded. */
final class PrintDestination implements Destination {
  private final Writer out;
  private final OutputFormat format;
  private final Optional<PrintWriter> runner;

  /** {@code runner} accepts mask commands of a CI runner, if there is one. */
  PrintDestination(Writer out, OutputFormat format, Optional<PrintWriter> runner) {
    this.out = out;
    this.format = format;
    this.runner = runner;
  }

  @Override
  public String name() {
    return "standard output";
  }

  @Override
  public void deliver(ChangeResult change) throws IOException {
    // Written in one call, so that the output of several threads does not mix.
    StringWriter text = new StringWriter();
    format.renderer().write(change, text);
    change.secret().ifPresent(this::announce);
    out.write(text.toString());
    FaultPoint.pass();
    out.flush();
    FaultPoint.pass();
  }

  /** Prints the mask command on a separate line, escaped for the runner. */
  private void announce(SecretValue secret) {
    String data = secret.reveal().replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    runner.ifPresent(commands -> commands.println("::add-mask::" + data));
  }
}
