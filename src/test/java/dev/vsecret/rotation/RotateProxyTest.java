package dev.vsecret.rotation;

import static dev.vsecret.testkit.CommandLine.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.Fault;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import dev.vsecret.testkit.ConnectProxy;
import dev.vsecret.testkit.SocksProxy;
import dev.vsecret.testkit.VonageFront;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rotation through a proxy that fails at critical moments. */
@Timeout(120)
final class RotateProxyTest {
  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  private VonageFront front;
  private ConnectProxy proxy;
  private Path config;
  private String oldContent;
  private String oldId;

  @BeforeEach
  void goThroughTheProxy() throws Exception {
    front = new VonageFront(vsecret.server().baseUrl().getPort());
    proxy = new ConnectProxy(front.port());
    vsecret.write("ca.pem", VonageFront.certificate(), "rw-------");
    vsecret.setVariable("VSECRET_CACERT", "ca.pem");
    vsecret.removeVariable("VSECRET_BASE_URL");
    vsecret.setVariable("HTTPS_PROXY", "127.0.0.1:" + proxy.port());
    config = vsecret.writeConfiguration();
    oldContent = Files.readString(config);
    oldId = vsecret.ids().get(0);
    vsecret.removeCredentials();
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    front.close();
  }

  private static String[] rotateWith(String... more) {
    return words("rotate --config config.json", more);
  }

  private void requireRotated() throws Exception {
    assertThat(vsecret.ids()).hasSize(1).doesNotContain(oldId);
    assertThat(Files.readString(config)).contains(vsecret.newestSecret());
    assertThat(vsecret.journalExists()).isFalse();
  }

  private void requireAllAsBefore() throws Exception {
    assertThat(vsecret.ids()).containsExactly(oldId);
    assertThat(Files.readString(config)).isEqualTo(oldContent);
    assertThat(vsecret.journalExists()).isFalse();
  }

  /** Between the first list and the create request, which then needs a new tunnel. */
  private void beforeTheCreation(Runnable action) {
    vsecret.server().faults().next("GET", Fault.lastOfConnection());
    vsecret.whenRequested(1, "GET", action);
  }

  @Test
  void oneTunnelCarriesAWholeRotation() throws Exception {
    CommandRun run = vsecret.runAndExpect(0, rotateWith("--revoke-old", "-y"));
    requireRotated();
    assertThat(run.methods()).containsExactly("GET", "POST", "GET", "GET", "DELETE");
    assertThat(proxy.heads()).hasSize(1);
  }

  @Test
  void aSocksProxyWorksToo() throws Exception {
    try (SocksProxy socks = new SocksProxy(front.port())) {
      socks.requireLogin("bob", vsecret.canary("Socks-pass-1"));
      vsecret.setVariable("HTTPS_PROXY", "socks5h://bob:Socks-pass-1@127.0.0.1:" + socks.port());
      vsecret.runAndExpect(0, rotateWith("--revoke-old", "-y", "-v"));
      assertThat(socks.targets()).containsExactly("name api.nexmo.com:443");
    }
    requireRotated();
    assertThat(proxy.heads()).isEmpty();
  }

  @Test
  void aTunnelThatIsCutBeforeTheCreationActed() throws Exception {
    vsecret.server().faults().next("POST", Fault.dropBefore());
    vsecret.whenRequested(1, "POST", proxy::cut);
    CommandRun run = vsecret.runAndExpect(0, rotateWith("--revoke-old", "-y"));
    requireRotated();
    assertThat(run.accountsWithNewSecret()).hasSize(1);
    assertThat(run.err()).contains("No clear answer to the create request");
    assertThat(proxy.heads()).hasSizeGreaterThan(1);
  }

  @Test
  void aTunnelThatIsCutAfterTheCreationActed() throws Exception {
    vsecret.server().faults().next("POST", Fault.dropAfter());
    vsecret.whenRequested(1, "POST", proxy::cut);
    CommandRun run = vsecret.runAndExpect(0, rotateWith("--revoke-old", "-y"));
    requireRotated();
    assertThat(run.methods()).filteredOn("POST"::equals).hasSize(1);
    assertThat(run.err())
        .contains("No clear answer to the create request")
        .contains("(through the proxy 127.0.0.1:" + proxy.port() + ")");
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 407, 502})
  void aTunnelThatIsRefusedAtTheCreationChangesNothing(int status) throws Exception {
    beforeTheCreation(() -> proxy.answerAlways(ConnectProxy.reply(status)));
    CommandRun run = vsecret.runAndExpect(4, rotateWith("--revoke-old", "-y"));
    requireAllAsBefore();
    assertThat(run.methods()).containsExactly("GET");
    assertThat(run.err())
        .contains("The proxy 127.0.0.1:" + proxy.port())
        .contains("HTTP " + status)
        .contains("Nothing was changed.")
        .doesNotContain("No clear answer");
    int tries = proxy.heads().size() - 1;
    assertThat(tries > 1).as("asked again after %d", status).isEqualTo(status == 502);
  }

  @Test
  void aProxyThatIsDownAtTheCreationChangesNothing() throws Exception {
    beforeTheCreation(proxy::stopListening);
    CommandRun run = vsecret.runAndExpect(4, rotateWith("--revoke-old", "-y"));
    requireAllAsBefore();
    assertThat(run.err()).contains("refused the connection. No request reached the API.");
  }

  @Test
  void aTunnelThatIsRefusedOnceAtTheCreationIsRequestedAgain() throws Exception {
    beforeTheCreation(() -> proxy.answerNext(ConnectProxy.reply(503)));
    CommandRun run = vsecret.runAndExpect(0, rotateWith("--revoke-old", "-y"));
    requireRotated();
    assertThat(run.methods()).filteredOn("POST"::equals).hasSize(1);
  }

  @Test
  void aProxyThatRefusesAfterTheCreationLeavesAJournalForTheNextRun() throws Exception {
    vsecret.server().faults().next("POST", Fault.dropAfter());
    vsecret.whenRequested(
        1,
        "POST",
        () -> {
          proxy.answerAlways(ConnectProxy.reply(403));
          proxy.cut();
        });
    vsecret.runAndExpect(9, rotateWith("--revoke-old", "-y"));
    assertThat(vsecret.journalExists()).isTrue();
    assertThat(Files.readString(config)).isEqualTo(oldContent);
    try (ConnectProxy working = new ConnectProxy(front.port())) {
      vsecret.setVariable("HTTPS_PROXY", "127.0.0.1:" + working.port());
      CommandRun next = vsecret.runAndExpect(0, rotateWith("--revoke-old", "-y"));
      assertThat(next.methods()).doesNotContain("POST");
    }
    requireRotated();
  }
}
