package dev.vsecret.output;

import static dev.vsecret.output.Samples.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.output.ChangeResult.OldSecret;
import dev.vsecret.output.ChangeResult.Status;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class JsonRendererTest {
  private static final String NASTY = "aA1\"\\/'$`é😀\u2028</b>\t";

  private static String secretLine(ChangeResult change) throws IOException {
    StringWriter out = new StringWriter();
    JsonRenderer.writeSecretLine(change, out);
    return out.toString();
  }

  private static JsonNode parse(String text) {
    return JsonMapper.shared().readTree(text);
  }

  @Test
  void aListingSaysWhichSecretIsInUse() throws IOException {
    assertThat(text(JsonRenderer.indented(), Samples.OLDER_IN_USE))
        .isEqualTo(
            """
            {
              "account": "abcd1234",
              "secrets": [
                {
                  "id": "11111111-1111-4111-8111-111111111111",
                  "created_at": "2026-01-02T03:04:05Z",
                  "age_seconds": 9763210,
                  "in_use": true
                },
                {
                  "id": "22222222-2222-4222-8222-222222222222",
                  "created_at": "2026-04-01T00:00:00Z",
                  "age_seconds": 2084655,
                  "in_use": false
                }
              ]
            }
            """);
  }

  @Test
  void aListingHasNullIfItIsUnknown() throws IOException {
    assertThat(text(JsonRenderer.indented(), Samples.UNKNOWN_IN_USE))
        .isEqualTo(
            """
            {
              "account": "abcd1234",
              "secrets": [
                {
                  "id": "11111111-1111-4111-8111-111111111111",
                  "created_at": "2026-01-02T03:04:05Z",
                  "age_seconds": 9763210,
                  "in_use": null
                },
                {
                  "id": "22222222-2222-4222-8222-222222222222",
                  "created_at": "2026-04-01T00:00:00Z",
                  "age_seconds": 2084655,
                  "in_use": null
                }
              ]
            }
            """);
  }

  @Test
  void aListingIsOneLineAmongSeveralAccounts() throws IOException {
    assertThat(text(JsonRenderer.lines(), Samples.OLDER_IN_USE))
        .isEqualTo(
            """
            {"account":"abcd1234","secrets":[\
            {"id":"11111111-1111-4111-8111-111111111111","created_at":"2026-01-02T03:04:05Z",\
            "age_seconds":9763210,"in_use":true},\
            {"id":"22222222-2222-4222-8222-222222222222","created_at":"2026-04-01T00:00:00Z",\
            "age_seconds":2084655,"in_use":false}]}
            """);
  }

  @Test
  void anAgeIsNeverNegative() throws IOException {
    Secret ahead = new Secret("33333333", Samples.NOW.plusSeconds(1));
    AccountSecrets secrets =
        new AccountSecrets("abcd1234", List.of(ahead), Optional.of(ahead), Samples.NOW);
    assertThat(parse(text(JsonRenderer.indented(), secrets)).at("/secrets/0/age_seconds").asInt())
        .isZero();
  }

  @Test
  void aChangeShowsNoSecret() throws IOException {
    assertThat(text(JsonRenderer.indented(), Samples.ROTATED))
        .isEqualTo(
            """
            {
              "account": "abcd1234",
              "status": "rotated",
              "secret_id": "22222222-2222-4222-8222-222222222222",
              "old_secret_id": "11111111-1111-4111-8111-111111111111",
              "old_secret": "kept",
              "created_at": "2026-04-01T00:00:00Z"
            }
            """);
  }

  @Test
  void aChangeShowsASecretThatIsToBePrinted() throws IOException {
    assertThat(text(JsonRenderer.indented(), Samples.rotatedTo("N3w\"Secret")))
        .isEqualTo(
            """
            {
              "account": "abcd1234",
              "status": "rotated",
              "secret_id": "22222222-2222-4222-8222-222222222222",
              "old_secret_id": "11111111-1111-4111-8111-111111111111",
              "old_secret": "kept",
              "created_at": "2026-04-01T00:00:00Z",
              "secret": "N3w\\"Secret"
            }
            """);
  }

  @Test
  void aChangeHasTheSameMembersWhateverIsKnown() throws IOException {
    assertThat(text(JsonRenderer.indented(), Samples.NOTHING_TO_DO))
        .isEqualTo(
            """
            {
              "account": "abcd1234",
              "status": "nothing_to_do",
              "secret_id": null,
              "old_secret_id": null,
              "old_secret": null,
              "created_at": null
            }
            """);
  }

  @Test
  void aChangeIsOneLineAmongSeveralAccounts() throws IOException {
    assertThat(text(JsonRenderer.lines(), Samples.rotatedTo("N3wSecret")))
        .isEqualTo(
            """
            {"account":"abcd1234","status":"rotated",\
            "secret_id":"22222222-2222-4222-8222-222222222222",\
            "old_secret_id":"11111111-1111-4111-8111-111111111111",\
            "old_secret":"kept","created_at":"2026-04-01T00:00:00Z","secret":"N3wSecret"}
            """);
    assertThat(text(JsonRenderer.lines(), Samples.NOTHING_TO_DO))
        .isEqualTo(
            """
            {"account":"abcd1234","status":"nothing_to_do","secret_id":null,\
            "old_secret_id":null,"old_secret":null,"created_at":null}
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "CREATED, created",
    "REVOKED, revoked",
    "ROTATED, rotated",
    "NOT_DUE, not_due",
    "WAITING, waiting",
    "ABORTED, aborted",
    "NOTHING_TO_DO, nothing_to_do",
    "WOULD_CREATE, would_create",
    "WOULD_REVOKE, would_revoke",
    "WOULD_ROTATE, would_rotate",
    "WOULD_FINISH, would_finish",
    "WOULD_ABORT, would_abort"
  })
  void statusNamesAreStable(Status status, String name) throws IOException {
    ChangeResult change =
        new ChangeResult(
            "abcd1234",
            status,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThat(parse(text(JsonRenderer.indented(), change)).get("status").asString())
        .isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({"KEPT, kept", "REVOKED, revoked", "PENDING, pending"})
  void namesOfTheOldSecretsFateAreStable(OldSecret fate, String name) throws IOException {
    ChangeResult change = Samples.rotated(fate);
    assertThat(parse(text(JsonRenderer.indented(), change)).get("old_secret").asString())
        .isEqualTo(name);
  }

  @Test
  void aLineOfAFileOfSecrets() throws IOException {
    assertThat(secretLine(Samples.rotatedTo("N3wSecret")))
        .isEqualTo(
            """
            {"account":"abcd1234","secret_id":"22222222-2222-4222-8222-222222222222",\
            "secret":"N3wSecret","created_at":"2026-04-01T00:00:00Z"}
            """);
  }

  @Test
  void anotherParserReadsBackWhatWasWritten() throws IOException {
    ChangeResult change = Samples.rotatedTo(NASTY);
    for (String text :
        List.of(
            text(JsonRenderer.indented(), change),
            text(JsonRenderer.lines(), change),
            secretLine(change))) {
      assertThat(parse(text).get("secret").asString()).isEqualTo(NASTY);
      assertThat(parse(text).get("account").asString()).isEqualTo("abcd1234");
    }
    assertThat(secretLine(change).indexOf('\n')).isEqualTo(secretLine(change).length() - 1);
  }

  @Test
  void aTimeKeepsTheServersFraction() throws IOException {
    ChangeResult change =
        new ChangeResult(
            "abcd1234",
            Status.CREATED,
            Optional.of("33333333"),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Instant.parse("2026-04-01T00:00:00.250Z")));
    assertThat(parse(secretLine(change)).get("created_at").asString())
        .isEqualTo("2026-04-01T00:00:00.250Z");
  }

  @Test
  void theWriterIsLeftOpenAndUnflushed() throws IOException {
    StringBuilder received = new StringBuilder();
    Writer out =
        new Writer() {
          @Override
          public void write(char[] characters, int offset, int length) {
            received.append(characters, offset, length);
          }

          @Override
          public void flush() {
            throw new AssertionError("flushed, though the caller is to see how that ends");
          }

          @Override
          public void close() {
            throw new AssertionError("closed, though it is the caller's");
          }
        };
    JsonRenderer.indented().write(Samples.ROTATED, out);
    JsonRenderer.lines().write(Samples.OLDER_IN_USE, out);
    JsonRenderer.writeSecretLine(Samples.rotatedTo("N3wSecret"), out);
    assertThat(received).endsWith("}\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"account\":",
        "note",
        "[1, 2",
        "{\"account\": \"abcd1234\",\"secret_id\":\"x",
        "{\"account\":\"abcd1234\",\"note\":\"x",
        "{\"account\":\"abcd1234\"} and a note",
        "{\"account\":\"abcd1234\",\"secret_id\":null,\"secret\":null,\"created_at\":null}}",
      })
  void textOfAnotherOriginIsNotATruncatedSecretLine(String text) {
    assertThat(JsonRenderer.isSecretLineCutShort(text)).isFalse();
  }

  @Test
  void aSecretLineIsTruncatedUntilItsLastBrace() throws IOException {
    String line = secretLine(Samples.rotatedTo(NASTY)).stripTrailing();
    assertThat(JsonRenderer.isSecretLineCutShort(line)).isFalse();
    for (int length = "{\"account\":\"".length(); length < line.length(); length++) {
      assertThat(JsonRenderer.isSecretLineCutShort(line.substring(0, length)))
          .as("the first %d characters", length)
          .isTrue();
    }
  }

  @Test
  void noSecretLineIsLongerThanTheLongest() throws IOException {
    String longestId = "x".repeat(100);
    ChangeResult change =
        new ChangeResult(
                longestId,
                Status.CREATED,
                Optional.of(longestId),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Instant.MAX))
            .withSecret(SecretValue.of("\u2028".repeat(25)));
    assertThat(secretLine(change).getBytes(UTF_8))
        .hasSizeLessThan(JsonRenderer.LONGEST_SECRET_LINE);
  }

  @Test
  void longerTextIsNotASecretLine() {
    assertThat(JsonRenderer.isSecretLineCutShort("{\"account\":\"" + "x".repeat(100_000)))
        .isFalse();
  }
}
