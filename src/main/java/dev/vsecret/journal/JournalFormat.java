package dev.vsecret.journal;

import dev.vsecret.credentials.CredentialFormat;
import dev.vsecret.journal.ChangeProgress.RollbackReason;
import dev.vsecret.journal.DestinationPlan.CredentialFilePlan;
import dev.vsecret.journal.DestinationPlan.HookPlan;
import dev.vsecret.journal.DestinationPlan.OutputFilePlan;
import dev.vsecret.json.JsonObject;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads and writes a journal entry as JSON, in version 1 of the format. */
final class JournalFormat {
  /** The format version, which is incremented if an older vsecret could misread an entry. */
  static final int VERSION = 1;

  private JournalFormat() {}

  static String write(JournalEntry entry) {
    PlannedChange plan = entry.plan();
    ChangeProgress progress = entry.progress();
    return new JsonObject()
        .with("version", VERSION)
        .with("account", plan.account())
        .with("base_url", plan.baseUrl())
        .with("operation", plan.operation().name())
        .with("phase", progress.phase().name())
        .with("ids_before", plan.idsBefore())
        .with("old_id", plan.oldId())
        .with("new_id", entry.newId())
        .with("created_at", progress.created().map(Secret::createdAt))
        .with("new_secret", progress.newSecret().map(SecretValue::reveal))
        .with("old_secret", progress.oldSecret().map(SecretValue::reveal))
        .with("stamped", plan.generated())
        .with("failure", progress.rollbackReason().map(RollbackReason::name))
        .with("old_secret_fate", write(progress.oldSecretFate()))
        .with("destinations", write(progress.destinations()))
        .toLine();
  }

  private static JsonObject write(OldSecretFate fate) {
    return new JsonObject()
        .with("revoked", fate.revoked())
        .with("grace", fate.grace())
        .with("revoke_at", fate.revokeAt());
  }

  private static JsonObject write(DestinationPlan plan) {
    JsonObject json =
        new JsonObject()
            .with("credential_file", plan.credentialFile().map(JournalFormat::write))
            .with("output_file", plan.outputFile().map(OutputFilePlan::path));
    plan.outputFile()
        .flatMap(OutputFilePlan::fingerprint)
        .ifPresent(fingerprint -> json.with("output_file_fingerprint", fingerprint));
    return json.with("hook", plan.hook().map(JournalFormat::write))
        .with("print", plan.print())
        .with("format", plan.format().name());
  }

  private static JsonObject write(CredentialFilePlan file) {
    return new JsonObject()
        .with("path", file.path())
        .with("format", file.format().name())
        .with("fingerprint", file.fingerprint())
        .with("spellings", file.spellings().stream().map(SecretValue::reveal).toList());
  }

  private static JsonObject write(HookPlan hook) {
    JsonObject json =
        new JsonObject()
            .with("command", hook.command())
            .with("folder", hook.folder())
            .with("timeout", hook.timeout());
    hook.readBack().ifPresent(command -> json.with("read_back", command));
    return json;
  }

  /** Returns the format version of {@code json}; 0 if it has none. */
  static int version(Map<?, ?> json) {
    return json.get("version") instanceof Integer version ? version : 0;
  }

  /**
   * Reads an entry of version {@link #VERSION}; empty if a part is missing or has the wrong type.
   */
  static Optional<JournalEntry> read(Map<?, ?> json) {
    try {
      return Optional.of(new JournalEntry(plan(json), progress(json)));
    } catch (ClassCastException
        | NullPointerException
        | IllegalArgumentException
        | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static PlannedChange plan(Map<?, ?> json) {
    return new PlannedChange(
        PlannedChange.Operation.valueOf(text(json, "operation")),
        text(json, "account"),
        text(json, "base_url"),
        texts(json.get("ids_before")),
        optionalText(json, "old_id"),
        (Boolean) json.get("stamped"));
  }

  private static ChangeProgress progress(Map<?, ?> json) {
    return new ChangeProgress(
        Phase.valueOf(text(json, "phase")),
        optionalText(json, "new_id")
            .map(id -> new Secret(id, Instant.parse(text(json, "created_at")))),
        optionalText(json, "new_secret").map(SecretValue::of),
        optionalText(json, "old_secret").map(SecretValue::of),
        optionalText(json, "failure").map(RollbackReason::valueOf),
        fate((Map<?, ?>) json.get("old_secret_fate")),
        destinations((Map<?, ?>) json.get("destinations")));
  }

  private static OldSecretFate fate(Map<?, ?> json) {
    return new OldSecretFate(
        (Boolean) json.get("revoked"),
        Duration.parse(text(json, "grace")),
        optionalText(json, "revoke_at").map(Instant::parse));
  }

  private static DestinationPlan destinations(Map<?, ?> json) {
    return new DestinationPlan(
        Optional.ofNullable((Map<?, ?>) json.get("credential_file"))
            .map(JournalFormat::credentialFile),
        optionalText(json, "output_file")
            .map(path -> new OutputFilePlan(path, optionalText(json, "output_file_fingerprint"))),
        Optional.ofNullable((Map<?, ?>) json.get("hook")).map(JournalFormat::hook),
        (Boolean) json.get("print"),
        OutputFormat.valueOf(text(json, "format")));
  }

  private static CredentialFilePlan credentialFile(Map<?, ?> json) {
    return new CredentialFilePlan(
        text(json, "path"),
        CredentialFormat.valueOf(text(json, "format")),
        text(json, "fingerprint"),
        // Earlier versions did not write the spellings.
        json.get("spellings") == null
            ? List.of()
            : texts(json.get("spellings")).stream().map(SecretValue::of).toList());
  }

  private static HookPlan hook(Map<?, ?> json) {
    return new HookPlan(
        text(json, "command"),
        text(json, "folder"),
        Duration.parse(text(json, "timeout")),
        optionalText(json, "read_back"));
  }

  private static String text(Map<?, ?> json, String name) {
    return optionalText(json, name).orElseThrow(() -> new IllegalArgumentException(name));
  }

  private static Optional<String> optionalText(Map<?, ?> json, String name) {
    return Optional.ofNullable((String) json.get(name));
  }

  private static List<String> texts(Object json) {
    return ((List<?>) json).stream().map(String.class::cast).toList();
  }
}
