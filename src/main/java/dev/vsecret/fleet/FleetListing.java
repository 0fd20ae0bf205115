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

/** The secrets of many accounts, shown once all are there, since the oldest comes first. */
public final class FleetListing {
  private final FleetReport report;
  private final List<AccountSecrets> listed = new ArrayList<>();

  /** None yet; {@code report} counts them. */
  public FleetListing(FleetReport report) {
    this.report = report;
  }

  /** Adds an account. Returns false: this is no rotation. */
  public boolean add(AccountSecrets account) {
    report.tally().addSuccess();
    listed.add(account);
    return false;
  }

  /** Those that could be listed. */
  public List<AccountSecrets> accounts() {
    return Collections.unmodifiableList(listed);
  }

  /** Writes all of them, as an object a line or as a table. */
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
