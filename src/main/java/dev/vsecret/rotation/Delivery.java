package dev.vsecret.rotation;

import dev.vsecret.secret.SecretValue;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What this process gives to the destinations that a plan names.
 *
 * @param out standard output
 * @param err standard error
 * @param masked the secrets that a hook's output must not show
 */
public record Delivery(Writer out, PrintWriter err, List<SecretValue> masked) {

  /** The destinations of {@code entry}, in the order in which they get the secret. */
  List<Destination> destinations(JournalEntry entry) {
    DestinationPlan plan = entry.destinations();
    List<Destination> destinations = new ArrayList<>();
    plan.credentialFile()
        .map(file -> new CredentialFileDestination(file, entry.oldSecret()))
        .ifPresent(destinations::add);
    plan.outputFile()
        .map(
            file ->
                file.endsWith(".jsonl")
                    ? new JsonLinesDestination(Path.of(file))
                    : new OutputFileDestination(Path.of(file), plan.format()))
        .ifPresent(destinations::add);
    plan.hook().map(hook -> new DeployHook(hook, masked, err)).ifPresent(destinations::add);
    if (plan.print()) {
      destinations.add(new PrintDestination(out, plan.format()));
    }
    return destinations;
  }
}
