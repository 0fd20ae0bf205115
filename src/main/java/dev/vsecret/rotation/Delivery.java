package dev.vsecret.rotation;

import dev.vsecret.api.SecretList;
import dev.vsecret.secret.SecretValue;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What this process gives to the destinations that a plan names. */
public final class Delivery {
  private final Writer out;
  private final PrintWriter err;
  private final List<SecretValue> masked;
  private final Map<Path, JsonLinesFile> jsonLinesFiles = new ConcurrentHashMap<>();
  private final Object oneAtATime = new Object();

  /**
   * Destinations use {@code out} as standard output and {@code err} as standard error; a hook's
   * output does not show what is in {@code masked}.
   */
  public Delivery(Writer out, PrintWriter err, List<SecretValue> masked) {
    this.out = out;
    this.err = err;
    this.masked = List.copyOf(masked);
  }

  /**
   * The destinations of {@code entry}, in the order in which they get the secret; {@code list} is
   * what the account has, where that is known.
   */
  List<Destination> destinations(JournalEntry entry, Optional<SecretList> list) {
    DestinationPlan plan = entry.destinations();
    List<Destination> destinations = new ArrayList<>();
    CredentialFileDestination.of(entry, list).ifPresent(destinations::add);
    plan.outputFile().map(file -> file(Path.of(file), plan)).ifPresent(destinations::add);
    plan.hook().map(hook -> new DeployHook(hook, masked(entry), err)).ifPresent(destinations::add);
    if (plan.print()) {
      destinations.add(new PrintDestination(out, plan.format()));
    }
    return destinations;
  }

  private Destination file(Path path, DestinationPlan plan) {
    return path.toString().endsWith(".jsonl")
        ? new JsonLinesDestination(
            jsonLinesFiles.computeIfAbsent(path, name -> new JsonLinesFile(name, oneAtATime)))
        : new OutputFileDestination(path, plan.format());
  }

  private List<SecretValue> masked(JournalEntry entry) {
    List<SecretValue> all = new ArrayList<>(masked);
    entry.oldSecret().ifPresent(all::add);
    return all;
  }
}
