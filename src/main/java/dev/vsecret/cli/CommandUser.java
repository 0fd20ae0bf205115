package dev.vsecret.cli;

import dev.vsecret.StopSignals;
import dev.vsecret.rotation.User;

/** The user of a command for one account: asked on the terminal, told on standard error. */
final class CommandUser implements User {
  private final Confirmation confirmation;
  private final Messages messages;
  private final StopSignals stopSignals;

  CommandUser(Confirmation confirmation, Messages messages, StopSignals stopSignals) {
    this.confirmation = confirmation;
    this.messages = messages;
    this.stopSignals = stopSignals;
  }

  @Override
  public boolean interactive() {
    return confirmation.interactive();
  }

  @Override
  public boolean confirm(String question) {
    return confirmation.confirm(question);
  }

  @Override
  public void tell(String sentence) {
    messages.info(sentence);
  }

  @Override
  public void warn(String sentence) {
    messages.warn(sentence);
  }

  @Override
  public boolean wantsToStop() {
    return stopSignals.exitCode().isPresent();
  }
}
