package dev.vsecret.delivery;

import dev.vsecret.credentials.SecretCommand;
import dev.vsecret.journal.DestinationPlan.HookPlan;
import dev.vsecret.output.ChangeResult;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A command of the user that deploys the new secret. It receives the secret on standard input, and
 * the secret, account and ids in environment variables; never a secret on its command line. It may
 * run more than once, so it must be idempotent.
 */
final class DeployHook implements Destination {
  private final HookPlan plan;
  private final List<SecretValue> masked;
  private final PrintWriter err;
  private final Consumer<Map<String, String>> childVariables;

  /**
   * The hook's output goes to {@code err} with the values of {@code masked} masked. Its environment
   * is that of this process, changed by {@code childVariables}, plus the secret.
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
    ShellCommand.requireExpressible(secret.reveal());
    new ShellCommand(plan.command(), plan.folder(), plan.timeout(), err)
        .run(secret.reveal(), variables -> set(variables, change, secret), hidden(secret));
    confirm(change);
  }

  /** Does not run the hook again: the current value in the secret store may be there on purpose. */
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
    try {
      return readBack(plan.readBack().get(), secret).equals(secret);
    } catch (IOException e) {
      throw new IOException("the command of --api-secret-command " + e.getMessage(), e);
    }
  }

  @Override
  public boolean stillHolds(SecretValue old) {
    try {
      return plan.readBack().isEmpty() || readBack(plan.readBack().get(), old).equals(old);
    } catch (IOException e) {
      // It is not known what the store holds now.
      return false;
    }
  }

  private SecretValue readBack(String command, SecretValue expected) throws IOException {
    return new SecretCommand(command, Path.of(plan.folder()), plan.timeout(), err, childVariables)
        .read(hidden(expected));
  }

  private List<SecretValue> hidden(SecretValue secret) {
    List<SecretValue> hidden = new ArrayList<>(masked);
    hidden.add(secret);
    return hidden;
  }

  private void set(Map<String, String> variables, ChangeResult change, SecretValue secret) {
    childVariables.accept(variables);
    variables.put("VONAGE_API_KEY", change.account());
    variables.put("VONAGE_API_SECRET", secret.reveal());
    variables.put("VSECRET_HOOK_ACCOUNT", change.account());
    variables.put("VSECRET_HOOK_NEW_ID", change.secretId().orElse(""));
    variables.put("VSECRET_HOOK_OLD_ID", change.oldSecretId().orElse(""));
  }
}
