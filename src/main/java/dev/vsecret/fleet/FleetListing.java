package dev.vsecret.fleet;

import dev.vsecret.output.AccountSecrets;
import dev.vsecret.output.JsonRenderer;
import dev.vsecret.output.TableRenderer;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** The secrets of many accounts, written after all are known, since the oldest is listed first. */
public final class FleetListing {
  private final FleetReport report;
  private final List<AccountSecrets> listed = new ArrayList<>();

  /** Creates an empty listing; {@code report} counts the accounts. */
  public FleetListing(FleetReport report) {
    this.report = report;
  }

  /** Adds an account. Returns false: this is not a rotation. */
  public boolean add(AccountSecrets account) {
    report.tally().addSuccess();
    listed.add(account);
    return false;
  }

  /** Returns the accounts that could be listed. */
  public List<AccountSecrets> accounts() {
    return Collections.unmodifiableList(listed);
  }

  /** Writes all accounts, as one JSON object per line or as a table. */
  public void write(boolean json, Writer out) throws IOException {
    if (json) {
      listed.sort(Comparator.comparing(account -> account.secrets().get(0).createdAt()));
      for (AccountSecrets account : listed) {
        JsonRenderer.lines().write(account, out);
      }
    } else {
      new TableRenderer().write(listed, out);
    }
    out.flush();
  }
}
