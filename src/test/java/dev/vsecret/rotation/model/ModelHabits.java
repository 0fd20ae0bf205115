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
 * What a user's runs have in common.
 *
 * @param credentialFile whether the credentials are in a file; otherwise in the environment
 * @param outputFile the name of the file that new secrets go to
 * @param format of standard output, and of an output file that is not JSON Lines
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

  /** A hook that keeps the secret in a file, in one step, and fails while it is broken. */
  private static final String HOOK = "cat > tried; test ! -e broken && mv tried hooked";

  static ModelHabits draw(Random random) {
    return new ModelHabits(
        random.nextBoolean(),
        random.nextInt(3) > 0 ? "new.txt" : "new.jsonl",
        FORMATS.get(random.nextInt(FORMATS.size())),
        random.nextInt(3) == 0);
  }

  /** Whoever deploys by hand says that nothing needs time to follow; a hook gets it. */
  Duration overlap() {
    return hooked ? RotationOptions.DEFAULT_OVERLAP : Duration.ZERO;
  }

  /** Where a run brings a new secret to; never nowhere. */
  DestinationPlan draw(Random random, ModelDisk disk, boolean withHook) {
    boolean hook = hooked && withHook;
    boolean elsewhere = disk.credentialSecret().isPresent() || hook;
    boolean file = elsewhere ? random.nextInt(4) == 0 : random.nextInt(5) > 1;
    // "-o env" is for printing only.
    boolean print =
        format == OutputFormat.ENV
            || random.nextInt(elsewhere ? 4 : 3) == 0
            || !(elsewhere || file);
    return places(disk, file, print, hook);
  }

  /** Every place that this user knows. */
  DestinationPlan everywhere(ModelDisk disk) {
    return places(disk, !disk.hasCredentialFile(), true, hooked);
  }

  private DestinationPlan places(ModelDisk disk, boolean file, boolean print, boolean hook) {
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
