package dev.vsecret.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StampTest {
  private static final long SEED = 20260102L;
  private static final String RANDOM_PART = "aB3dEfGhIjKlMnOpQrS";
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  /** The stamp of {@link #TIME}, calculated independently of the code. */
  private static final SecretValue STAMPED = SecretValue.of(RANDOM_PART + "1vbVSP");

  private static Secret secret(String id, Instant createdAt) {
    return new Secret(id, createdAt);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-02T03:04:05Z, 1vbVSP",
    "1970-01-01T00:00:00Z, 000000",
    "1970-01-01T00:01:02Z, 000010",
    "3769-12-05T03:13:03Z, zzzzzz",
  })
  void knownStamps(Instant time, String stamp) {
    assertThat(Stamp.encode(time)).isEqualTo(stamp);
    assertThat(Stamp.read(SecretValue.of(RANDOM_PART + stamp))).contains(time);
  }

  @Test
  void roundTrip() {
    Random random = new Random(SEED);
    SecretGenerator generator = new SecretGenerator(random);
    for (int i = 0; i < 10_000; i++) {
      Instant time =
          Instant.ofEpochSecond(random.nextLong(56_800_235_584L), random.nextInt(1_000_000_000));
      assertThat(Stamp.read(generator.generate(time)))
          .as("seed %d, time %s", SEED, time)
          .contains(Instant.ofEpochSecond(time.getEpochSecond()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "aB3",
        "aB3dEfGhIjKlMnOpQrS1vbVS",
        "aB3dEfGhIjKlMnOpQrS1vbVSPx",
        "aB3dEfGhIjKlMnOpQr-1vbVSP",
        "aB3dEfGhIjKlMnOpQrS1vbVS;",
        "aB3dEfGhIjKlMnOpQrä1vbVSP",
        "aB3dEfGhIjKlMnOpQ😀1vbVSP"
      })
  void onlyTwentyFiveLettersAndDigitsHaveAStamp(String text) {
    assertThat(Stamp.read(SecretValue.of(text))).isEmpty();
    assertThat(Stamp.match(SecretValue.of(text), List.of(secret("a", TIME)))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, true",
    "PT2M, true",
    "PT-2M, true",
    "PT2M0.000000001S, false",
    "PT-2M-0.000000001S, false",
    "PT2M1S, false",
    "PT-2M-1S, false",
    "P900D, false"
  })
  void twoMinutesAreTolerated(Duration apart, boolean match) {
    Secret near = secret("near", TIME.plus(apart));
    assertThat(Stamp.match(STAMPED, List.of(near)).isPresent()).isEqualTo(match);
    Secret far = secret("far", TIME.minus(Duration.ofDays(90)));
    assertThat(Stamp.match(STAMPED, List.of(far, near)).isPresent()).isEqualTo(match);
    if (match) {
      assertThat(Stamp.match(STAMPED, List.of(near, far))).contains(near);
    }
  }

  @Test
  void twoNearOnesAreNoMatch() {
    Secret exact = secret("exact", TIME);
    assertThat(Stamp.match(STAMPED, List.of(exact, secret("b", TIME.plusSeconds(120))))).isEmpty();
    assertThat(Stamp.match(STAMPED, List.of(secret("a", TIME.minusSeconds(120)), exact))).isEmpty();
    assertThat(Stamp.match(STAMPED, List.of(exact, secret("b", TIME.plusSeconds(121)))))
        .contains(exact);
  }

  @Test
  void noneIsNoMatch() {
    assertThat(Stamp.match(STAMPED, List.of())).isEmpty();
  }

  @Test
  void typedSecretsAreNotMistakenForStampedOnes() {
    Random random = new Random(SEED);
    String alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    String symbols = alphabet + "-_!;.,:#+*/ ";
    List<Secret> secrets =
        List.of(
            secret("older", Instant.parse("2024-05-06T07:08:09Z")),
            secret("younger", Instant.parse("2026-01-02T03:04:05Z")));
    List<String> taken = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      // Every second value has the length and characters of a stamped secret.
      boolean likeStamped = i % 2 == 0;
      String from = likeStamped ? alphabet : symbols;
      int length = likeStamped ? 25 : 8 + random.nextInt(18);
      StringBuilder typed = new StringBuilder();
      for (int j = 0; j < length; j++) {
        typed.append(from.charAt(random.nextInt(from.length())));
      }
      Stamp.match(SecretValue.of(typed.toString()), secrets)
          .ifPresent(secret -> taken.add(typed.toString()));
    }
    assertThat(taken).as("seed %d", SEED).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CorrectHorseBatteryStapl3",
        "Summer2024Summer2025ABCde",
        "VonageProductionKey202601",
        "VonageProduction20260102A",
        "aaaaaaaaaaaaaaaaaaaaaaaA1",
        "Aa00000000000000000000000",
        "1234567890123456789Abcdef"
      })
  void wordsAndDatesAreNotStamps(String typed) {
    List<Secret> secrets =
        List.of(
            secret("older", Instant.parse("2024-05-06T07:08:09Z")),
            secret("younger", Instant.parse("2026-01-02T03:04:05Z")));
    assertThat(SecretPolicy.violations(SecretValue.of(typed))).isEmpty();
    assertThat(Stamp.match(SecretValue.of(typed), secrets)).isEmpty();
  }
}
