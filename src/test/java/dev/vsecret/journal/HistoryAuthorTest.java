package dev.vsecret.journal;

import static dev.vsecret.testkit.CommandLine.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vsecret.testkit.CommandLineFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each line of the history records the user and the machine. */
final class HistoryAuthorTest {
  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  private List<JsonNode> lines() throws IOException {
    return Files.readAllLines(vsecret.stateFolder().resolve("history.jsonl")).stream()
        .map(line -> JsonMapper.shared().readTree(line))
        .toList();
  }

  @Test
  void everyLineHasTheUserAndTheHostOfTheEnvironment() throws Exception {
    vsecret.setVariable("HOSTNAME", "runner-7");
    vsecret.runAndExpect(0, words("rotate --output-file new --revoke-old -y"));
    assertThat(lines())
        .hasSize(2)
        .allMatch(line -> line.path("host").asString().equals("runner-7"))
        .allMatch(line -> line.path("user").asString().equals(System.getProperty("user.name")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\u001b]0;x\u0007", "no host"})
  void theKernelProvidesTheHostNameIfTheVariableDoesNot(String variable) throws Exception {
    Path kernel = Path.of("/proc/sys/kernel/hostname");
    assumeTrue(Files.isReadable(kernel), "only Linux has it");
    vsecret.setVariable("HOSTNAME", variable);
    vsecret.runAndExpect(0, words("rotate --output-file new"));
    assertThat(lines().get(0).path("host").asString())
        .isEqualTo(Files.readString(kernel).strip())
        .isNotEmpty();
  }

  @Test
  void aLineOfAnEarlierVersionStillCounts() throws Exception {
    vsecret.runAndExpect(0, words("rotate --output-file new"));
    Path history = vsecret.stateFolder().resolve("history.jsonl");
    String line = Files.readString(history);
    String earlier = line.replaceFirst(",\"user\":\"[^\"]*\",\"host\":(null|\"[^\"]*\")", "");
    assertThat(earlier).isNotEqualTo(line);
    Files.writeString(history, earlier);
    vsecret.setVariable("VONAGE_API_SECRET", vsecret.newestSecret());
    // Only the history shows that the first secret is the previous one, which may be revoked.
    vsecret.runAndExpect(0, words("rotate --output-file new --overlap 0s"));
    assertThat(lines()).hasSize(3);
  }
}
