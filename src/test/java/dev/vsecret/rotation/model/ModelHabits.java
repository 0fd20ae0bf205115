package dev.vsecret.rotation.model;

import dev.vsecret.journal.DestinationPlan;
import dev.vsecret.journal.DestinationPlan.HookPlan;
import dev.vsecret.journal.DestinationPlan.OutputFilePlan;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.rotation.RotationOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The settings that a user's runs have in common.
 *
 * @param credentialFile whether the credentials are in a file; otherwise in the environment
 * @param outputFile the name of the output file for new secrets
 * @param format the format of standard output and of an output file that is not JSON Lines
 * @param hooked whether a hook deploys every new secret
 */
record ModelHabits(boolean credentialFile, String outputFile, OutputFormat format, boolean hooked) {
  private static final List<OutputFormat> FORMATS =
      List.of(
          OutputFormat.SECRET,
          OutputFormat.SECRET,
          OutputFormat.SECRET,
          OutputFormat.JSON,
          OutputFormat.JSON,
          OutputFormat.ENV);

  /** A hook that stores the secret in a file atomically, and fails while it is broken. */
  private static final String HOOK = "cat > tried; test ! -e broken && mv tried hooked";

  static ModelHabits draw(Random random) {
    return new ModelHabits(
        random.nextBoolean(),
        random.nextInt(3) > 0 ? "new.txt" : "new.jsonl",
        FORMATS.get(random.nextInt(FORMATS.size())),
        random.nextInt(3) == 0);
  }

  /** A user who deploys manually sets no overlap; a hook gets the default. */
  Duration overlap() {
    return hooked ? RotationOptions.DEFAULT_OVERLAP : Duration.ZERO;
  }

  /** Draws the destinations of a new secret, at least one. */
  DestinationPlan draw(Random random, ModelDisk disk, boolean withHook) {
    boolean hook = hooked && withHook;
    boolean elsewhere = disk.credentialSecret().isPresent() || hook;
    boolean file = elsewhere ? random.nextInt(4) == 0 : random.nextInt(5) > 1;
    // "-o env" requires --print.
    boolean print =
        format == OutputFormat.ENV
            || random.nextInt(elsewhere ? 4 : 3) == 0
            || !(elsewhere || file);
    return destinations(disk, file, print, hook);
  }

  /** All destinations of this user. */
  DestinationPlan everywhere(ModelDisk disk) {
    return destinations(disk, !disk.hasCredentialFile(), true, hooked);
  }

  private DestinationPlan destinations(ModelDisk disk, boolean file, boolean print, boolean hook) {
    return new DestinationPlan(
        disk.credentialFilePlan(),
        Optional.of(disk.outputFile()).filter(path -> file).map(OutputFilePlan::of),
        Optional.of(
                new HookPlan(
                    HOOK, disk.folder().toString(), Duration.ofMinutes(1), Optional.empty()))
            .filter(plan -> hook),
        print,
        format);
  }

  @Override
  public String toString() {
    return "%s, %s, printing %s%s"
        .formatted(
            credentialFile ? "credential file" : "environment",
            outputFile,
            format,
            hooked ? ", hook" : "");
  }
}
