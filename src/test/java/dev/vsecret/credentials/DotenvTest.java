package dev.vsecret.credentials;

import static dev.vsecret.credentials.Refusals.CANARY;
import static dev.vsecret.credentials.Refusals.everything;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.vsecret.credentials.CredentialFormat.MalformedContentException;
import dev.vsecret.secret.SecretValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DotenvTest {
  private static final SecretValue OLD = SecretValue.of("0ldSecret");
  private static final SecretValue NEW = SecretValue.of("N3wSecret");

  private final Dotenv dotenv = new Dotenv();

  private void assertSecret(String content, String secret) throws MalformedContentException {
    assertThat(dotenv.parse(content).secret()).as(content).contains(SecretValue.of(secret));
  }

  private void assertNoSecret(String content) throws MalformedContentException {
    assertThat(dotenv.parse(content).secret()).as(content).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "VONAGE_API_KEY=abcd1234\nVONAGE_API_SECRET=0ldSecret\n",
        "VONAGE_API_SECRET=0ldSecret\nVONAGE_API_KEY=abcd1234",
        "VONAGE_API_KEY=abcd1234\r\nVONAGE_API_SECRET=0ldSecret\r\n",
        "export VONAGE_API_KEY=abcd1234\n  export \t VONAGE_API_SECRET='0ldSecret'\n",
        "VONAGE_API_KEY = \"abcd1234\"  \nVONAGE_API_SECRET\t=\t\"0ldSecret\"\t# kept by ops\n",
        "VONAGE_API_KEY=abcd1234 # one\nVONAGE_API_SECRET=0ldSecret\t# two\r\n",
        "VONAGE_API_KEY='abcd1234'\t# one\nVONAGE_API_SECRET=\"0ldSecret\" #\n",
        "# a comment\n\n#VONAGE_API_SECRET=n0tThis\n\tVONAGE_API_KEY=abcd1234"
            + "\n VONAGE_API_SECRET=0ldSecret   \nA=\nB=''\nnot an assignment\n",
      })
  void readsWhatShellsAndDotenvLibrariesRead(String content) throws MalformedContentException {
    assertThat(dotenv.parse(content).apiKey()).contains("abcd1234");
    assertSecret(content, "0ldSecret");
  }

  @Test
  void aHashBelongsToTheValueUnlessItFollowsASpace() throws MalformedContentException {
    assertSecret("VONAGE_API_SECRET=0ld#Secret", "0ld#Secret");
    assertSecret("VONAGE_API_SECRET=0ld#Secret #x", "0ld#Secret");
    assertSecret("VONAGE_API_SECRET='0ld #Secret'", "0ld #Secret");
    assertSecret("VONAGE_API_SECRET=\"0ld #Secret\" # x", "0ld #Secret");
  }

  @Test
  void quotesAndBackslashesInABareValueAreLiteral() throws MalformedContentException {
    assertSecret("VONAGE_API_SECRET=it's\nA='x'", "it's");
    assertSecret("VONAGE_API_SECRET=0ld\"\\Secret", "0ld\"\\Secret");
    assertSecret("VONAGE_API_SECRET=two words", "two words");
    assertSecret("VONAGE_API_SECRET=a=b", "a=b");
  }

  @Test
  void doubleQuotesHaveTheEscapesOfAShell() throws MalformedContentException {
    assertSecret("VONAGE_API_SECRET=\"a\\\"b\\\\c\\$d\\`e\\nf'g\"", "a\"b\\c$d`e\\nf'g");
    assertSecret("VONAGE_API_SECRET=\"\\\\\\\\n\"", "\\\\n");
  }

  @Test
  void singleQuotesHaveNoEscapes() throws MalformedContentException {
    assertSecret("VONAGE_API_SECRET='a\\\"b\\\\c$d`e'", "a\\\"b\\\\c$d`e");
    assertSecret("VONAGE_API_SECRET='0ldSecret\\'", "0ldSecret\\");
  }

  @Test
  void aSingleQuoteIsReadInTheShellsForm() throws MalformedContentException {
    assertSecret("VONAGE_API_SECRET='it'\\''s'\n", "it's");
    assertSecret("VONAGE_API_SECRET=''\\'''\\''s' # x\n", "''s");
  }

  @Test
  void theLastAssignmentCounts() throws MalformedContentException {
    assertSecret("VONAGE_API_SECRET=first1\nVONAGE_API_SECRET=second2\n", "second2");
    assertNoSecret("VONAGE_API_SECRET=first1\nVONAGE_API_SECRET=\n");
    assertNoSecret("VONAGE_API_SECRET=first1\nVONAGE_API_SECRET=''\n");
    assertThat(dotenv.parse("VONAGE_API_KEY=a\nVONAGE_API_KEY=b").apiKey()).contains("b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "VONAGE_API_SECRET",
        "VONAGE_API_SECRET=",
        "VONAGE_API_SECRET= \t",
        "VONAGE_API_SECRET= # 0ldSecret",
        "VONAGE_API_SECRET=\"\"",
        "MY_VONAGE_API_SECRET=0ldSecret",
        "VONAGE_API_SECRET_OLD=0ldSecret",
        "vonage_api_secret=0ldSecret",
        "# VONAGE_API_SECRET=0ldSecret",
        "echo VONAGE_API_SECRET=0ldSecret",
        "A='\nVONAGE_API_SECRET=0ldSecret\n'",
        "A=\"\nVONAGE_API_SECRET=0ldSecret \\\"\nVONAGE_API_SECRET=0ldSecret\n\"",
        "A=\"\r\nVONAGE_API_SECRET=0ldSecret\r\n\"\r\n",
        "A=\"one \\\nVONAGE_API_SECRET=0ldSecret\n\"",
        "A='tis\nVONAGE_API_SECRET=0ldSecret\nB='x'\n",
        "A='x'\"\nVONAGE_API_SECRET=0ldSecret\n\"; export A",
        // Unicode line separators do not end a line for a shell.
        "# one\u2028VONAGE_API_SECRET=0ldSecret",
        "A=one\u0085VONAGE_API_SECRET=0ldSecret",
      })
  void textThatOnlyLooksLikeAnAssignmentIsIgnored(String content) throws MalformedContentException {
    assertNoSecret(content);
  }

  @Test
  void aSeparatorOfUnicodeBelongsToTheValue() throws MalformedContentException {
    assertSecret("VONAGE_API_SECRET=0ld\u2028Secret\n", "0ld\u2028Secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "VONAGE_API_SECRET=\"CANARY",
        "VONAGE_API_SECRET='CANARY\nA=1\n",
        "VONAGE_API_SECRET='CANARY'and more",
        "VONAGE_API_SECRET='CANARY'#and more",
        "VONAGE_API_SECRET=\"CANARY\"'and more'",
        "VONAGE_API_SECRET=first1\nVONAGE_API_SECRET='CANARY\n",
        "VONAGE_API_SECRET=#CANARY",
      })
  void anAmbiguousSecretIsRejected(String content) {
    Throwable fault = catchThrowable(() -> dotenv.parse(content.replace("CANARY", CANARY)));
    assertThat(fault)
        .isInstanceOf(MalformedContentException.class)
        .hasMessageContaining("VONAGE_API_SECRET");
    assertThat(everything(fault)).doesNotContain(CANARY);
  }

  @Test
  void aMalformedValueOfAnotherNameIsIgnored() throws MalformedContentException {
    assertSecret("A='a'b\nVONAGE_API_SECRET=0ldSecret\nB='x'\n", "0ldSecret");
    assertSecret("A=\"open\nVONAGE_API_SECRET=0ldSecret\n", "0ldSecret");
    assertSecret("A=#x\nVONAGE_API_SECRET=0ldSecret\n", "0ldSecret");
  }

  @Test
  void aLargeQuotedValueIsParsed() throws MalformedContentException {
    String key = "-----BEGIN PRIVATE KEY-----\n" + "MIIEvQIBADANBgkqhkiG9w0B\\n\n".repeat(30_000);
    assertSecret("K=\"" + key + "\"\nVONAGE_API_SECRET=0ldSecret\nL='" + key + "'", "0ldSecret");
    assertSecret("K='" + "'\\''".repeat(100_000) + "'\nVONAGE_API_SECRET=0ldSecret", "0ldSecret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "VONAGE_API_SECRET=@",
        "VONAGE_API_SECRET='@'",
        "VONAGE_API_SECRET=\"@\"",
        "\r\nA=1\r\nexport  VONAGE_API_SECRET\t=\t\"@\"\t# 0ldSecret\r\nB=0ldSecret\r\n",
        "# VONAGE_API_SECRET=0ldSecret\n VONAGE_API_SECRET=@ \t \n\n\n",
        "VONAGE_API_SECRET=@ # VONAGE_API_SECRET=0ldSecret",
        "A='\nVONAGE_API_SECRET=0ldSecret\n'\nVONAGE_API_SECRET='@'\nB=\"\nVONAGE_API_SECRET=0ldSecret\n\"",
        "VONAGE_API_SECRET=an0therOne\nVONAGE_API_SECRET=@\n",
        "VONAGE_API_KEY=0ldSecret\nVONAGE_API_SECRET_OLD=0ldSecret\nVONAGE_API_SECRET=@",
        // A program that reads only the first assignment must get the new secret too.
        "VONAGE_API_SECRET=@\nVONAGE_API_SECRET='@'\n",
      })
  void onlyTheSecretsOwnCharactersChange(String template) throws MalformedContentException {
    assertThat(dotenv.replace(template.replace("@", "0ldSecret"), OLD, NEW))
        .isEqualTo(template.replace("@", "N3wSecret"));
  }

  @Test
  void theOldSecretIsReplacedInAnyQuotes() throws MalformedContentException {
    SecretValue old = SecretValue.of("a'b\"$");
    assertThat(dotenv.replace("VONAGE_API_SECRET='a'\\''b\"$' # x", old, NEW))
        .isEqualTo("VONAGE_API_SECRET='N3wSecret' # x");
    assertThat(dotenv.replace("VONAGE_API_SECRET=\"a'b\\\"\\$\" # x", old, NEW))
        .isEqualTo("VONAGE_API_SECRET=\"N3wSecret\" # x");
    assertThat(dotenv.replace("VONAGE_API_SECRET=a'b\"$ # x", old, NEW))
        .isEqualTo("VONAGE_API_SECRET=N3wSecret # x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "N3w Secret",
        " N3wSecret ",
        "N3w#Secret",
        "#N3wSecret",
        "N3w$HOME",
        "N3w`id`",
        "N3w\"S",
        "N3w'S",
        "'N3wS'",
        "\"N3wS\"",
        "N3w\\",
        "N3w\\\\",
        "N3w'\\\"$`",
        "N3w'\\''",
        "~/N3w",
        "N3w;&|",
        "N3w é😀",
        "N3w$1\\1",
        "N3w\u2028S",
        "!N3w*?"
      })
  void anySecretSurvivesReplacingAndReadingInAnyQuotes(String secret)
      throws MalformedContentException {
    SecretValue next = SecretValue.of(secret);
    for (String quote : new String[] {"", "'", "\""}) {
      String start = "A=1\nVONAGE_API_SECRET=";
      String end = " # note\nB=2\n";
      String edited = dotenv.replace(start + quote + "0ldSecret" + quote + end, OLD, next);
      assertThat(edited).startsWith(start).endsWith(end);
      assertSecret(edited, secret);
      assertThat(dotenv.replace(edited, next, OLD)).contains("0ldSecret").startsWith(start);
      assertSecret(dotenv.replace(edited, next, OLD), "0ldSecret");
    }
  }
}
