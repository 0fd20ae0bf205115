package dev.vsecret.delivery;

import dev.vsecret.credentials.MaskedOutput;
import dev.vsecret.credentials.SecretCommand;
import dev.vsecret.file.FaultPoint;
import dev.vsecret.journal.DestinationPlan.HookPlan;
import dev.vsecret.output.ChangeResult;
import dev.vsecret.secret.SecretValue;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A command of the user's that brings the new secret to where it is used. It gets exactly the
 * secret on standard input, and all of it in environment variables; never anything secret on its
 * command line. It runs at least once, so that it must be idempotent.
 */
final class DeployHook implements Destination {
  /** A background process of the hook may hold its output open; that much is waited for it. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final HookPlan plan;
  private final List<SecretValue> masked;
  private final PrintWriter err;
  private final Consumer<Map<String, String>> childVariables;

  /**
   * The hook's output goes to {@code err} with the values of {@code masked} hidden; its environment
   * is this process's, as {@code childVariables} changes it, and the secret.
   */
  DeployHook(
      HookPlan plan,
      List<SecretValue> masked,
      PrintWriter err,
      Consumer<Map<String, String>> childVariables) {
    this.plan = plan;
    this.masked = masked;
    this.err = err;
    this.childVariables = childVariables;
  }

  @Override
  public String name() {
    return "the deploy hook";
  }

  @Override
  public void deliver(ChangeResult change) throws IOException {
    SecretValue secret = change.secret().orElseThrow();
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", plan.command())
            .directory(new File(plan.folder()))
            .redirectErrorStream(true)
            .redirectInput(Redirect.PIPE);
    Map<String, String> variables = builder.environment();
    childVariables.accept(variables);
    variables.put("VONAGE_API_KEY", change.account());
    variables.put("VONAGE_API_SECRET", secret.reveal());
    variables.put("VSECRET_HOOK_ACCOUNT", change.account());
    variables.put("VSECRET_HOOK_NEW_ID", change.secretId().orElse(""));
    variables.put("VSECRET_HOOK_OLD_ID", change.oldSecretId().orElse(""));
    requireExpressible(plan.command());
    requireExpressible(secret.reveal());
    FaultPoint.pass();
    Process process = builder.start();
    try {
      feed(process, secret);
      Thread output = pump(process, secret);
      if (!process.waitFor(plan.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("it did not end within " + plan.timeout().toSeconds() + " seconds");
      }
      FaultPoint.pass();
      output.join(LINGER.toMillis());
      if (process.exitValue() != 0) {
        throw new IOException("it ended with exit code " + process.exitValue());
      }
      confirm(change);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("it was interrupted", e);
    } finally {
      kill(process);
    }
  }

  /** What a store holds now may be what someone needs: it is not overwritten to put it right. */
  @Override
  public void confirm(ChangeResult change) throws IOException {
    if (!holds(change)) {
      throw new IOException(
          "--api-secret-command does not print the new secret " + change.secretId().orElse(""));
    }
  }

  @Override
  public boolean holds(ChangeResult change) throws IOException {
    if (plan.readBack().isEmpty()) {
      return true;
    }
    SecretValue secret = change.secret().orElseThrow();
    SecretCommand command =
        new SecretCommand(
            plan.readBack().get(), Path.of(plan.folder()), plan.timeout(), err, childVariables);
    try {
      return command.read(hidden(secret)).equals(secret);
    } catch (IOException e) {
      throw new IOException("the command of --api-secret-command " + e.getMessage(), e);
    }
  }

  /**
   * The JVM hands text on to a child in the locale's encoding, and what that lacks as question
   * marks. The launcher sees to UTF-8, where the system has it; a command may also come from the
   * journal of a run elsewhere, and a secret from a file.
   */
  private static void requireExpressible(String text) throws IOException {
    Charset encoding = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    if (!encoding.newEncoder().canEncode(text)) {
      throw new IOException(
          "the locale has no way to write a character of the hook's command or of the secret;"
              + " install the locale C.UTF-8");
    }
  }

  /** A hook need not read its input, so that a closed pipe is no failure. */
  private static void feed(Process process, SecretValue secret) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(secret.reveal().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // The hook has the secret in its environment too; its exit code says how it fared.
    }
  }

  private Thread pump(Process process, SecretValue secret) {
    Thread thread =
        new Thread(
            () -> new MaskedOutput(hidden(secret), err).copy(process.getInputStream()), "hook");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private List<SecretValue> hidden(SecretValue secret) {
    List<SecretValue> hidden = new ArrayList<>(masked);
    hidden.add(secret);
    return hidden;
  }

  private static void kill(Process process) {
    List<ProcessHandle> tree = new ArrayList<>(process.descendants().toList());
    if (process.isAlive()) {
      tree.add(process.toHandle());
      tree.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
