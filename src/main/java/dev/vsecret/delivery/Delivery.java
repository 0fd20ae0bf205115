package dev.vsecret.delivery;

import dev.vsecret.api.SecretList;
import dev.vsecret.journal.DestinationPlan;
import dev.vsecret.journal.DestinationPlan.OutputFilePlan;
import dev.vsecret.journal.JournalEntry;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.secret.SecretValue;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Creates the destinations that a plan names, with the streams and environment of this process. */
public final class Delivery {
  private final Writer out;
  private final PrintWriter err;
  private final List<SecretValue> masked;
  private final Consumer<Map<String, String>> childVariables;
  private final Optional<OutputFormat> printFormat;
  private final boolean announces;
  private final Map<Path, JsonLinesFile> jsonLinesFiles;
  private final Object oneAtATime;

  /**
   * Destinations use {@code out} as standard output and {@code err} as standard error; the values
   * in {@code masked} are masked in a hook's output. {@code childVariables} changes the environment
   * of this process into that of its children. The secret is not printed.
   */
  public Delivery(
      Writer out,
      PrintWriter err,
      List<SecretValue> masked,
      Consumer<Map<String, String>> childVariables) {
    this.out = out;
    this.err = err;
    this.masked = List.copyOf(masked);
    this.childVariables = childVariables;
    this.printFormat = Optional.empty();
    this.announces = false;
    this.jsonLinesFiles = new ConcurrentHashMap<>();
    this.oneAtATime = new Object();
  }

  private Delivery(Delivery shared, Optional<OutputFormat> printFormat, boolean announces) {
    this.out = shared.out;
    this.err = shared.err;
    this.masked = shared.masked;
    this.childVariables = shared.childVariables;
    this.printFormat = printFormat;
    this.announces = announces;
    this.jsonLinesFiles = shared.jsonLinesFiles;
    this.oneAtATime = shared.oneAtATime;
  }

  /**
   * Returns this delivery with the print options of {@code plan}, which is this run's. A resumed
   * change is not printed because an earlier run printed: the output may go somewhere else now.
   */
  public Delivery withPrinting(DestinationPlan plan) {
    return new Delivery(this, Optional.of(plan.format()).filter(format -> plan.print()), announces);
  }

  /**
   * Returns this delivery with masking in GitHub Actions switched on or off: before a secret is
   * printed, the runner, which reads standard error, is instructed to mask it.
   */
  public Delivery announcingIf(boolean wanted) {
    return new Delivery(this, printFormat, wanted);
  }

  /** Returns whether this run prints the new secret. */
  public boolean prints() {
    return printFormat.isPresent();
  }

  /** Returns standard output, if this run prints. */
  public Optional<Destination> standardOutput() {
    return printFormat.map(
        format -> new PrintDestination(out, format, Optional.of(err).filter(stream -> announces)));
  }

  /**
   * Returns the files of {@code entry} in delivery order; {@code list} contains the account's
   * secrets, if known.
   */
  public List<Destination> files(JournalEntry entry, Optional<SecretList> list) {
    DestinationPlan plan = entry.destinations();
    List<Destination> files = new ArrayList<>();
    CredentialFileDestination.of(entry, list).ifPresent(files::add);
    plan.outputFile().map(file -> file(file, plan)).ifPresent(files::add);
    return files;
  }

  /** Returns the deploy hook of {@code entry}, if it has one. */
  public Optional<Destination> hook(JournalEntry entry) {
    return entry
        .destinations()
        .hook()
        .map(hook -> new DeployHook(hook, masked(entry), err, childVariables));
  }

  private Destination file(OutputFilePlan file, DestinationPlan plan) {
    Path path = Path.of(file.path());
    return JsonLinesFile.isOne(path)
        ? new JsonLinesDestination(
            jsonLinesFiles.computeIfAbsent(path, name -> new JsonLinesFile(name, oneAtATime)))
        : new OutputFileDestination(file, plan.format());
  }

  private List<SecretValue> masked(JournalEntry entry) {
    List<SecretValue> all = new ArrayList<>(masked);
    entry.oldSecret().ifPresent(all::add);
    return all;
  }
}
