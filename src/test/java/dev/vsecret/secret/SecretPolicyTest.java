package dev.vsecret.secret;

import static dev.vsecret.secret.SecretPolicy.Rule.DIGIT;
import static dev.vsecret.secret.SecretPolicy.Rule.LENGTH;
import static dev.vsecret.secret.SecretPolicy.Rule.LOWER_CASE;
import static dev.vsecret.secret.SecretPolicy.Rule.NO_CONTROL_CHARACTER;
import static dev.vsecret.secret.SecretPolicy.Rule.UPPER_CASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.secret.SecretPolicy.Rule;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretPolicyTest {
  private static Set<Rule> violations(String text) {
    return SecretPolicy.violations(SecretValue.of(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aaaaaaA1", // 8
        "aaaaaaaaaaaaaaaaaaaaaaaA1", // 25
        "AAAAAAa1",
        "1111111Aa",
        "azAZ0909",
        "aA1-_!;:",
        "aA1 with a space",
        "aA1ÄÖÜß€",
        "aA1😀😀😀😀😀",
        "aA1😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", // 25 code points, 47 chars
      })
  void meetsTheRules(String text) {
    assertThat(violations(text)).isEmpty();
  }

  @Test
  void lengthCountsCodePoints() {
    assertThat(violations("aaaaaA1")).containsExactly(LENGTH);
    assertThat(violations("a".repeat(24) + "A1")).containsExactly(LENGTH);
    // 7 characters to a reader, 11 to Java.
    assertThat(violations("aA1" + "😀".repeat(4))).containsExactly(LENGTH);
    assertThat(violations("aA1" + "😀".repeat(23))).containsExactly(LENGTH);
  }

  @Test
  void eachKindOfCharacterIsRequired() {
    assertThat(violations("AAAAAAA1")).containsExactly(LOWER_CASE);
    assertThat(violations("aaaaaaa1")).containsExactly(UPPER_CASE);
    assertThat(violations("aaaaaaaA")).containsExactly(DIGIT);
  }

  @Test
  void neighboursAndOtherAlphabetsDoNotCount() {
    assertThat(violations("A1`{ABCDà")).containsExactly(LOWER_CASE);
    assertThat(violations("a1@[abcdÀ")).containsExactly(UPPER_CASE);
    assertThat(violations("aA/:abcd٣²")).containsExactly(DIGIT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\t", "\u0000", "\u001b", "\u007f", "\u0085"})
  void controlCharactersAreRefused(String control) {
    assertThat(violations("abcABC123" + control)).containsExactly(NO_CONTROL_CHARACTER);
    assertThat(violations(control + "abcABC123")).containsExactly(NO_CONTROL_CHARACTER);
  }

  @Test
  void everyBrokenRuleIsNamed() {
    assertThat(violations("")).containsExactly(LENGTH, LOWER_CASE, UPPER_CASE, DIGIT);
    assertThat(violations("\n")).containsExactly(Rule.values());
    assertThat(violations("!".repeat(26))).containsExactly(LENGTH, LOWER_CASE, UPPER_CASE, DIGIT);
    assertThat(violations("abcdefgh")).containsExactly(UPPER_CASE, DIGIT);
  }

  @Test
  void theWordingNamesTheRuleAndNotTheValue() {
    assertThat(violations("hunter\n"))
        .extracting(Rule::toString)
        .containsExactly(
            "8 to 25 characters",
            "an upper-case letter",
            "a digit",
            "no line break or other control character");
    assertThat(violations("HUNTERXY"))
        .extracting(Rule::toString)
        .containsExactly("a lower-case letter", "a digit");
  }
}
