package dev.vsecret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.SandboxServer;
import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.Launcher;
import dev.vsecret.testkit.Program.Result;
import dev.vsecret.testkit.Program.Running;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The user's Java options do not interfere with the start of vsecret. */
final class JavaOptionsIT {
  @TempDir private Path folder;
  private Launcher launcher;

  @BeforeEach
  void prepare() throws Exception {
    launcher = new Launcher(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
  void ignoresOptionsThatConflictWithTheLaunchers(String name) throws Exception {
    for (String options :
        new String[] {
          "-XX:+UseG1GC", "-Xmx16m", "-Xshare:dump", "-XX:NoSuchFlag", "-version", "'unclosed"
        }) {
      Result result = launcher.with(name, options).run("sandbox", "--", "vsecret", "list");
      assertThat(result.exitCode()).as("%s: %s", options, result).isZero();
      assertThat(result.out()).startsWith("ID ");
      assertThat(result.err()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
  void appliesSystemPropertiesWithoutShowingThem(String name) throws Exception {
    Path trustStore = folder.resolve("trust store.p12");
    SandboxSettings settings = SandboxSettings.defaults().withTls(true);
    try (SandboxServer server =
        SandboxServer.start(settings, Clock.systemUTC(), new Random(20260301))) {
      writeTrustStore(server.certificateAuthority().orElseThrow(), trustStore);
      Result result =
          launcher
              .with("VONAGE_API_KEY", server.apiKey())
              .with("VONAGE_API_SECRET", server.apiSecret().reveal())
              .with("VSECRET_BASE_URL", server.baseUrl().toString())
              .with(
                  name,
                  "-Xmx16m '-Djavax.net.ssl.trustStore="
                      + trustStore
                      + "'\t-Djavax.net.ssl.trustStorePassword=pass\" \"word  -Dvsecret.home=/no")
              .run("list");
      assertThat(result.exitCode()).as("%s", result).isZero();
      assertThat(result.out()).startsWith("ID ");
      assertThat(result.err()).isEmpty();
    }
  }

  @Test
  void aTrustStoreThatCannotBeReadIsBadInput() throws Exception {
    Path file = Files.writeString(folder.resolve("trust"), "no store");
    Result result =
        launcher
            .with("VONAGE_API_KEY", "abcd1234")
            .with("VONAGE_API_SECRET", "any")
            .with("JAVA_TOOL_OPTIONS", "-Djavax.net.ssl.trustStore=" + file)
            .run("list");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("vsecret: Cannot read Java's trusted certificates")
        .doesNotContain("Exception", "\tat ");
  }

  private static void writeTrustStore(Path certificate, Path file) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(certificate);
        OutputStream out = Files.newOutputStream(file)) {
      store.setCertificateEntry(
          "sandbox", CertificateFactory.getInstance("X.509").generateCertificate(in));
      store.store(out, "pass word".toCharArray());
    }
  }

  @Test
  void aThreadDumpGoesToStandardError() throws Exception {
    Running sandbox = launcher.program("sandbox").start();
    try {
      // Once this is printed, the JVM is ready for the signal.
      sandbox.awaitErr(err -> err.startsWith("The sandbox is listening on "));
      sandbox.signal("QUIT");
      sandbox.awaitErr(err -> err.contains("\nFull thread dump"));
      sandbox.handle().destroy();
      assertThat(sandbox.await().out().lines()).allMatch(line -> line.startsWith("export "));
    } finally {
      sandbox.kill();
    }
  }
}
