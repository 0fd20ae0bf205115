package dev.vsecret.credentials;

import static dev.vsecret.credentials.Refusals.CANARY;
import static dev.vsecret.credentials.Refusals.everything;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vsecret.credentials.CredentialFormat.MalformedContentException;
import dev.vsecret.secret.SecretValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

final class VonageJsonTest {
  private static final String OLD = "0ldSecret";
  private static final String NEW = "N3wSecret";

  private final VonageJson json = new VonageJson();

  private void assertHolds(String content, String key, String secret)
      throws MalformedContentException {
    CredentialFormat.Content parsed = json.parse(content);
    assertThat(parsed.apiKey()).contains(key);
    assertThat(parsed.secret()).contains(SecretValue.of(secret));
  }

  /** Returns {@code template} with each {@code @} replaced by the secret. */
  private void assertReplaces(String template, String oldLiteral, String newLiteral)
      throws MalformedContentException {
    assertThat(
            json.replace(
                template.replace("@", oldLiteral), SecretValue.of(OLD), SecretValue.of(NEW)))
        .isEqualTo(template.replace("@", newLiteral));
  }

  private void assertReplaces(String template) throws MalformedContentException {
    assertReplaces(template, '"' + OLD + '"', '"' + NEW + '"');
  }

  private String fault(String content) {
    MalformedContentException[] fault = new MalformedContentException[1];
    assertThatExceptionOfType(MalformedContentException.class)
        .isThrownBy(() -> json.parse(content))
        .satisfies(e -> fault[0] = e);
    assertThat(everything(fault[0])).doesNotContain(CANARY);
    return fault[0].getMessage();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"api-key\":\"abcd1234\",\"api-secret\":\"0ldSecret\"}",
        "{\"apiKey\":\"abcd1234\",\"apiSecret\":\"0ldSecret\"}",
        "{\"apiSecret\":\"0ldSecret\",\"api-key\":\"abcd1234\"}",
        " \t\r\n{ \"api-key\" : \"abcd1234\" ,\r\n\t\"api-secret\"\n:\n\"0ldSecret\" } \r\n",
        "{\"api\\u002dkey\":\"abcd1234\",\"api-\\u0073ecret\":\"\\u0030ldSecret\"}",
        // Both property names, with the same value.
        "{\"api-key\":\"abcd1234\",\"apiKey\":\"abcd1234\",\"api-secret\":\"0ldSecret\","
            + "\"apiSecret\":\"0ldSecret\"}",
        // One of the two is empty.
        "{\"api-key\":\"\",\"apiKey\":\"abcd1234\",\"api-secret\":\"0ldSecret\",\"apiSecret\":\"\"}",
      })
  void readsBothSpellingsInAnyLayout(String content) throws MalformedContentException {
    assertHolds(content, "abcd1234", "0ldSecret");
  }

  @Test
  void readsEscapes() throws MalformedContentException {
    assertHolds(
        "{\"api-key\":\"abcd1234\",\"api-secret\":\"a\\\"b\\\\c\\/d\\u00e9\\ud83d\\ude00é😀\"}",
        "abcd1234",
        "a\"b\\c/dé😀é😀");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"api-key\":\"\",\"api-secret\":\"\"}",
        "{\"nested\":{\"api-key\":\"abcd1234\",\"api-secret\":\"0ldSecret\"}}",
        "{\"list\":[{\"api-key\":\"abcd1234\",\"api-secret\":\"0ldSecret\"}]}",
        "{\"api_key\":\"abcd1234\",\"API-SECRET\":\"0ldSecret\",\"api-secret \":\"0ldSecret\"}",
        "{\"note\":\"\\\"api-secret\\\":\\\"0ldSecret\\\"\"}",
      })
  void otherNamesAndNestedObjectsAreIgnored(String content) throws MalformedContentException {
    assertThat(json.parse(content).apiKey()).isEmpty();
    assertThat(json.parse(content).secret()).isEmpty();
  }

  @Test
  void twoDifferentValuesAreRejected() {
    assertThat(fault("{\"api-secret\":\"" + CANARY + "\",\"apiSecret\":\"other" + CANARY + "\"}"))
        .contains("two different API secrets");
    assertThat(fault("{\"api-secret\":\"" + CANARY + "\",\"api-secret\":\"other" + CANARY + "\"}"))
        .contains("two different API secrets");
    assertThat(fault("{\"api-key\":\"abcd1234\",\"apiKey\":\"efgh5678\"}"))
        .contains("two different API keys");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]                                     | is not a JSON object",
        "\"CANARY\"                             | is not a JSON object",
        "null                                   | is not a JSON object",
        "12                                     | is not a JSON object",
        "``                                     | is not a JSON object",
        "{\"api-secret\":12345678}              | has a \"api-secret\" that is not a string",
        "{\"apiSecret\":true}                   | has a \"apiSecret\" that is not a string",
        "{\"api-secret\":null}                  | has a \"api-secret\" that is not a string",
        "{\"api-key\":[\"CANARY\"]}             | has a \"api-key\" that is not a string",
        "{\"apiKey\":{\"CANARY\":1}}            | has a \"apiKey\" that is not a string",
        "{} {}                                  | has text after its JSON object",
        "{}\"CANARY\"                           | has text after its JSON object",
      })
  void unexpectedContentIsReported(String content, String fault) {
    assertThat(fault(content.replace("CANARY", CANARY))).isEqualTo(fault);
  }

  @Test
  void aSyntaxErrorIsReportedWithItsPosition() {
    // The bare word starts in column 17 of line 2.
    assertThat(fault("{\"api-key\":\"abcd1234\",\n  \"api-secret\": " + CANARY + "}"))
        .startsWith("is not valid JSON (line 2, column ");
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 5000, 100_000})
  void excessiveNestingIsAtMostAnInvalidFile(int depth) {
    String content = "{\"x\":" + "[".repeat(depth) + "\"" + CANARY + "\"";
    assertThat(fault(content)).startsWith("is not valid JSON");
  }

  @Test
  void anExcessiveNameIsAtMostAnInvalidFile() {
    assertThat(fault("{\"" + CANARY.repeat(10_000) + "\":1")).startsWith("is not valid JSON");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"api-key\":\"abcd1234\",\"api-secret\":@}",
        "{\"apiSecret\":@,\"apiKey\":\"abcd1234\"}",
        "{\n  \"api-key\": \"abcd1234\",\n  \"api-secret\": @,\n  \"app-id\": \"1-2\"\n}\n",
        "{\r\n\t\"api-secret\"  :\t @\r\n}\r\n",
        "\n{\"z\":1.50e+3,\"a\":[1, 2 ,{}],\"api-secret\":@,\"t\":\"\\u0041\\/\\t\"}  ",
        "{\"private-key\":\"-----BEGIN PRIVATE KEY-----\\nMIIE\\n\\\"\\\\\\n\",\"api-secret\":@}",
        "{\"name\":\"Zoë 😀 \\ud83d\\ude00 日本語\",\"api-secret\":@,\"after\":\"😀\"}",
        "{\"日本語😀\":{\"😀\":[\"é\"]},\"api-secret\":@}",
        "{\"nested\":{\"api-secret\":\"0ldSecret\"},\"api-secret\":@}",
        "{\"api-secret\":@,\"nested\":[{\"apiSecret\":\"0ldSecret\"}]}",
        "{\"note\":\"0ldSecret\",\"0ldSecret\":\"0ldSecret\",\"api-secret\":@}",
        "{\"api-key\":\"0ldSecret\",\"api-secret\":@}",
        // All properties with the old secret must get the new one.
        "{\"api-secret\":@,\"apiSecret\":@}",
        "{\"api-secret\":@,\"api-secret\" : @ }",
        "{\"api-secret\":\"\",\"apiSecret\":@}",
        "{\"api\\u002dsecret\":@}",
      })
  void onlyTheSecretsOwnCharactersChange(String template) throws MalformedContentException {
    assertReplaces(template);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\\u0030ldSecret\"", "\"0\\u006cdSecre\\u0074\""})
  void anOldSecretWithEscapesIsReplacedCompletely(String literal) throws MalformedContentException {
    assertReplaces("{ \"api-secret\" :@, \"x\": \"\\u0030ldSecret\" }", literal, '"' + NEW + '"');
  }

  @Test
  void aSecretThatNeedsEscapesIsReadBackByAnotherParser() throws MalformedContentException {
    String nasty = "aA1\"\\/\b\t</script>é😀\u2028'$`";
    String edited =
        json.replace(
            "{\"api-key\":\"abcd1234\",\"api-secret\":\"0ldSecret\",\"n\":[1]}",
            SecretValue.of(OLD),
            SecretValue.of(nasty));
    assertHolds(edited, "abcd1234", nasty);
    assertThat(JsonMapper.shared().readTree(edited))
        .isEqualTo(
            JsonMapper.shared()
                .createObjectNode()
                .put("api-key", "abcd1234")
                .put("api-secret", nasty)
                .set("n", JsonMapper.shared().createArrayNode().add(1)));
  }

  @Test
  void theSecretIsFoundAfterAnyAmountOfText() throws MalformedContentException {
    // A parser that reads in chunks restarts its count at each boundary. Move the secret by one
    // character at a time, so that a boundary falls on each of its characters.
    String entry = "\"api-secret\":@,\"é😀\":\"\\n\",";
    String entries = entry.repeat(45_000 / entry.length());
    for (int shift = 0; shift <= entry.length() + OLD.length(); shift++) {
      assertReplaces("{" + " ".repeat(shift) + entries + "\"n\":1}");
    }
  }

  @Test
  void theSecretIsFoundBeforeAndAfterALargeProperty() throws MalformedContentException {
    String key = "-----BEGIN PRIVATE KEY-----\\n" + "MIIEvQIBADANBgkqhkiG9w0B\\n".repeat(8000);
    assertReplaces("{\"api-secret\":@,\"private-key\":\"" + key + "\"}");
    assertReplaces("{\"private-key\":\"" + key + "\",\"api-secret\":@}");
    assertReplaces("{\"private-key\":\"" + key + "\",\"api-secret\":@,\"other\":\"" + key + "\"}");
  }
}
