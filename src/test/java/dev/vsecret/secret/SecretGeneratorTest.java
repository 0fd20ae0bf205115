package dev.vsecret.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The random part must be uniform among the strings that meet the rules. This does not make a
 * position uniform among the 62 symbols, since the rules favour digits. But it determines how many
 * characters of each kind there are, that every position has them equally often, and that all
 * symbols of a kind are equally likely. These three properties are tested by chi-square with one
 * false alarm in a million.
 */
final class SecretGeneratorTest {
  private static final long SEED = 42;
  private static final int SAMPLES = 40_000;
  private static final int RANDOM_LENGTH = 19;
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  private static final Map<String, String> KINDS =
      Map.of(
          "digit", "0123456789",
          "upper", "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
          "lower", "abcdefghijklmnopqrstuvwxyz");

  @Test
  void everySecretMeetsTheRules() {
    SecretGenerator generator = new SecretGenerator(new Random(SEED));
    Set<SecretValue> seen = new HashSet<>();
    for (int i = 0; i < SAMPLES; i++) {
      SecretValue value = generator.generate(TIME.plusSeconds(i));
      assertThat(value.reveal()).as("seed %d, sample %d", SEED, i).matches("[0-9A-Za-z]{25}");
      assertThat(SecretPolicy.violations(value)).as("seed %d, sample %d", SEED, i).isEmpty();
      // The stamp is predictable, so the random part alone must meet the rules.
      assertThat(value.reveal().substring(0, RANDOM_LENGTH))
          .as("seed %d, sample %d", SEED, i)
          .containsPattern("[0-9]")
          .containsPattern("[A-Z]")
          .containsPattern("[a-z]");
      assertThat(seen.add(value)).as("seed %d, sample %d: new", SEED, i).isTrue();
    }
  }

  @Test
  void theRandomPartIsUniform() {
    Map<String, Double> deviations = deviations(samples(new Random(SEED)));
    assertThat(deviations).as("seed %d", SEED).hasSize(3 + 3 * RANDOM_LENGTH + 3);
    assertThat(deviations.values()).as("seed %d: %s", SEED, deviations).allMatch(d -> d < 1);
  }

  @Test
  void aSkewWouldBeDetected() {
    Random random = new Random(SEED);
    RandomGenerator skewed =
        new RandomGenerator() {
          @Override
          public long nextLong() {
            return random.nextLong();
          }

          @Override
          public int nextInt(int bound) {
            return (random.nextInt() & 0xff) % bound;
          }
        };
    assertThat(deviations(samples(skewed)).values()).anyMatch(d -> d > 1);
  }

  @Test
  void correctingADrawWouldBeDetected() {
    Random random = new Random(SEED);
    String symbols = KINDS.get("digit") + KINDS.get("upper") + KINDS.get("lower");
    List<String> repaired = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = 0; j < RANDOM_LENGTH; j++) {
        text.append(symbols.charAt(random.nextInt(symbols.length())));
      }
      for (String kind : KINDS.values()) {
        if (text.chars().noneMatch(c -> kind.indexOf(c) >= 0)) {
          text.setCharAt(random.nextInt(RANDOM_LENGTH), kind.charAt(random.nextInt(kind.length())));
        }
      }
      repaired.add(text.toString());
    }
    assertThat(deviations(repaired).values()).anyMatch(d -> d > 1);
  }

  private static List<String> samples(RandomGenerator random) {
    SecretGenerator generator = new SecretGenerator(random);
    List<String> samples = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      samples.add(generator.generate(TIME).reveal().substring(0, RANDOM_LENGTH));
    }
    return samples;
  }

  /** Each statistic divided by the value that only one in a million exceeds. */
  private static Map<String, Double> deviations(List<String> samples) {
    Map<String, Double> deviations = new TreeMap<>();
    KINDS.forEach(
        (name, kind) -> {
          double[] expectedCounts = probabilitiesOfCounts(kind.length());
          long[] counts = new long[RANDOM_LENGTH + 1];
          long[] symbols = new long[kind.length()];
          long[] positions = new long[RANDOM_LENGTH];
          for (String sample : samples) {
            int count = 0;
            for (int i = 0; i < RANDOM_LENGTH; i++) {
              int symbol = kind.indexOf(sample.charAt(i));
              if (symbol >= 0) {
                count++;
                symbols[symbol]++;
                positions[i]++;
              }
            }
            counts[count]++;
          }
          deviations.put("number of " + name, chiSquare(counts, expectedCounts));
          double[] uniform = new double[kind.length()];
          Arrays.fill(uniform, 1.0 / kind.length());
          deviations.put(name + " symbols", chiSquare(symbols, uniform));
          double mean = 0;
          for (int count = 1; count <= RANDOM_LENGTH; count++) {
            mean += count * expectedCounts[count];
          }
          double share = mean / RANDOM_LENGTH;
          for (int i = 0; i < RANDOM_LENGTH; i++) {
            deviations.put(
                name + " at " + i,
                chiSquare(
                    new long[] {positions[i], samples.size() - positions[i]},
                    new double[] {share, 1 - share}));
          }
        });
    return deviations;
  }

  /**
   * The probability that a string that meets the rules has 0, 1, … characters of a kind with {@code
   * size} symbols. The remaining characters are of the other two kinds, with at least one of each.
   */
  private static double[] probabilitiesOfCounts(int size) {
    int other = size == 10 ? 26 : 10;
    double[] ways = new double[RANDOM_LENGTH + 1];
    double total = 0;
    double choices = 1;
    for (int count = 1; count <= RANDOM_LENGTH; count++) {
      choices = choices * (RANDOM_LENGTH - count + 1) / count;
      int rest = RANDOM_LENGTH - count;
      double restWays =
          rest == 0 ? 0 : Math.pow(26 + other, rest) - Math.pow(26, rest) - Math.pow(other, rest);
      ways[count] = choices * Math.pow(size, count) * restWays;
      total += ways[count];
    }
    for (int count = 0; count <= RANDOM_LENGTH; count++) {
      ways[count] /= total;
    }
    return ways;
  }

  /** Pearson's statistic, with rare outcomes combined, divided by its one-in-a-million quantile. */
  private static double chiSquare(long[] observed, double[] probabilities) {
    long total = Arrays.stream(observed).sum();
    double statistic = 0;
    int cells = 0;
    double rareExpected = 0;
    long rareObserved = 0;
    for (int i = 0; i < observed.length; i++) {
      double expected = probabilities[i] * total;
      if (expected < 10) {
        rareExpected += expected;
        rareObserved += observed[i];
      } else {
        statistic += (observed[i] - expected) * (observed[i] - expected) / expected;
        cells++;
      }
    }
    if (rareExpected > 1) {
      statistic += (rareObserved - rareExpected) * (rareObserved - rareExpected) / rareExpected;
      cells++;
    }
    // Wilson and Hilferty's approximation; 4.75 is the normal distribution's quantile.
    double freedom = cells - 1;
    double spread = 2 / (9 * freedom);
    double critical = freedom * Math.pow(1 - spread + 4.75 * Math.sqrt(spread), 3);
    return statistic / critical;
  }

  @ParameterizedTest
  @ValueSource(strings = {"1969-12-31T23:59:59Z", "9999-01-01T00:00:00Z", "-0001-01-01T00:00:00Z"})
  void aBrokenClockDoesNotBreakASecret(String time) {
    SecretValue secret = new SecretGenerator(new Random(1)).generate(Instant.parse(time));
    assertThat(SecretPolicy.violations(secret)).isEmpty();
  }
}
