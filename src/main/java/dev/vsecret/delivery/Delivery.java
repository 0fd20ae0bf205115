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

/** What this process gives to the destinations that a plan names. */
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
   * Destinations use {@code out} as standard output and {@code err} as standard error; a hook's
   * output does not show what is in {@code masked}. {@code childVariables} turns the environment of
   * this process into that of its children. Nothing is printed.
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
   * The same for a run that was told {@code plan}. Whether a secret is printed depends on that run
   * alone: whoever runs the one that resumes a change may send its output anywhere.
   */
  public Delivery printingAsIn(DestinationPlan plan) {
    return new Delivery(this, Optional.of(plan.format()).filter(format -> plan.print()), announces);
  }

  /**
   * The same, but each secret that is printed is first announced, if {@code wanted}, to the runner
   * of GitHub Actions, which reads standard error and hides the secret from then on.
   */
  public Delivery announcingIf(boolean wanted) {
    return new Delivery(this, printFormat, wanted);
  }

  /** Whether this run prints the new secret. */
  public boolean prints() {
    return printFormat.isPresent();
  }

  /** Standard output, if this run prints. */
  public Optional<Destination> standardOutput() {
    return printFormat.map(
        format -> new PrintDestination(out, format, Optional.of(err).filter(stream -> announces)));
  }

  /**
   * The files of {@code entry}, in the order in which they get the secret; {@code list} is what the
   * account has, where that is known.
   */
  public List<Destination> files(JournalEntry entry, Optional<SecretList> list) {
    DestinationPlan plan = entry.destinations();
    List<Destination> files = new ArrayList<>();
    CredentialFileDestination.of(entry, list).ifPresent(files::add);
    plan.outputFile().map(file -> file(file, plan)).ifPresent(files::add);
    return files;
  }

  /** The deploy hook of {@code entry}, if it has one. */
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
