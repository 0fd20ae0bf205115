package dev.vsecret.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.credentials.CredentialFormat.MalformedContentException;
import dev.vsecret.secret.SecretValue;
import dev.vsecret.testkit.Program;
import dev.vsecret.testkit.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random dotenv files, generated from known parts. */
final class DotenvPropertyTest {
  private static final int FILES = 3000;
  private static final String PLAIN =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  private static final String SYMBOLS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ éß日\u2028😀";

  @TempDir private Path folder;

  private final Dotenv dotenv = new Dotenv();

  /** A file: the text before the secret, the spelling of the secret, its value, and the rest. */
  private record Sample(String before, String literal, String secret, String after) {
    String text() {
      return before + literal + after;
    }
  }

  @Test
  void anEditedFileHoldsTheNewSecretAndIsOtherwiseTheSame()
      throws MalformedContentException, IOException, InterruptedException {
    List<String> literals = new ArrayList<>();
    List<String> secrets = new ArrayList<>();
    for (long seed = 0; seed < FILES; seed++) {
      Random random = new Random(seed);
      Sample sample = sample(random);
      String next = secret(random);
      String description = "seed %d: %s in <%s>".formatted(seed, next, sample.text());

      SecretValue old = SecretValue.of(sample.secret());
      assertThat(dotenv.parse(sample.text()).secret()).as(description).contains(old);
      assertThat(dotenv.parse(sample.text()).apiKey()).as(description).contains("abcd1234");

      String edited = dotenv.replace(sample.text(), old, SecretValue.of(next));
      assertThat(edited).as(description).startsWith(sample.before()).endsWith(sample.after());
      assertThat(dotenv.parse(edited))
          .as(description)
          .isEqualTo(
              new CredentialFormat.Content(
                  Optional.of("abcd1234"), Optional.of(SecretValue.of(next))));
      literals.add(
          edited.substring(sample.before().length(), edited.length() - sample.after().length()));
      secrets.add(next);
    }
    // The shell must read the written value.
    List<String> evaluated = evaluated(literals);
    assertThat(evaluated).hasSameSizeAs(secrets);
    for (int seed = 0; seed < FILES; seed++) {
      assertThat(evaluated.get(seed))
          .as("seed %d: %s, for a shell", seed, literals.get(seed))
          .isEqualTo(secrets.get(seed));
    }
  }

  /** Returns the values that a shell reads, one for each literal. */
  private List<String> evaluated(List<String> literals) throws IOException, InterruptedException {
    StringBuilder script = new StringBuilder();
    for (String literal : literals) {
      script.append("x=").append(literal).append("\nprintf '%s\\n' \"$x\"\n");
    }
    Path file = Files.writeString(folder.resolve("script"), script);
    Result result = Program.of("sh", file.toString()).run();
    assertThat(result.exitCode()).isZero();
    // Not lines(), which would also split at Unicode separators.
    return List.of(result.out().split("\n"));
  }

  private static Sample sample(Random random) {
    String lineBreak = random.nextBoolean() ? "\n" : "\r\n";
    String old = secret(random);
    String key = assignment(random, "VONAGE_API_KEY") + quoted(random, "abcd1234");
    boolean keyFirst = random.nextBoolean();

    StringBuilder before = new StringBuilder();
    addOtherLines(random, before, lineBreak);
    if (random.nextInt(4) == 0) {
      before.append(assignment(random, "VONAGE_API_SECRET"));
      before.append(quoted(random, "earlier" + old)).append(lineBreak);
    }
    if (keyFirst) {
      before.append(key).append(lineBreak);
    }
    addOtherLines(random, before, lineBreak);
    before.append(assignment(random, "VONAGE_API_SECRET"));

    StringBuilder after =
        new StringBuilder(pick(random, "", " ", "\t ", " # VONAGE_API_SECRET=no"));
    if (!keyFirst) {
      after.append(lineBreak).append(key);
    }
    if (random.nextBoolean()) {
      after.append(lineBreak);
      addOtherLines(random, after, lineBreak);
    }
    return new Sample(before.toString(), quoted(random, old), old, after.toString());
  }

  private static void addOtherLines(Random random, StringBuilder text, String lineBreak) {
    String decoy = "VONAGE_API_SECRET=" + word(random);
    for (int lines = random.nextInt(5); lines > 0; lines--) {
      String line =
          switch (random.nextInt(10)) {
            case 0 -> "";
            case 1 -> " \t";
            case 2 -> "# " + decoy + " it's \"";
            case 3 -> "not an assignment";
            case 4 ->
                assignment(random, "MY_" + "VONAGE_API_SECRET") + quoted(random, secret(random));
            case 5 -> assignment(random, "VONAGE_API_SECRET_OLD") + quoted(random, secret(random));
            case 6 -> assignment(random, "PEM") + "'" + lineBreak + decoy + lineBreak + "\"'";
            case 7 -> assignment(random, "PEM") + "\"" + lineBreak + "\\\"'" + decoy + "\" # x";
            case 8 -> assignment(random, "EMPTY");
            default -> assignment(random, "A.b-C_1") + quoted(random, secret(random));
          };
      text.append(line).append(lineBreak);
    }
  }

  private static String assignment(Random random, String name) {
    return pick(random, "", " ", "\t", "export ", " export\t ")
        + name
        + pick(random, "=", "=", " = ", "\t=");
  }

  /** Returns {@code text} in a random valid form. */
  private static String quoted(Random random, String text) {
    List<String> forms = new ArrayList<>();
    boolean bare = text.equals(text.strip()) && !text.contains(" #") && !text.contains("\u2028");
    if (bare && "'\"#".indexOf(text.charAt(0)) < 0) {
      forms.add(text);
    }
    forms.add("'" + text.replace("'", "'\\''") + "'");
    forms.add('"' + text.replaceAll("[\"\\\\$`]", "\\\\$0") + '"');
    return forms.get(random.nextInt(forms.size()));
  }

  /** Returns 8 to 25 characters, in one of three cases only letters and digits. */
  private static String secret(Random random) {
    String alphabet = random.nextInt(3) == 0 ? PLAIN : PLAIN + SYMBOLS + SYMBOLS;
    int[] characters = alphabet.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int length = 8 + random.nextInt(18); length > 0; length--) {
      text.appendCodePoint(characters[random.nextInt(characters.length)]);
    }
    return text.toString();
  }

  private static String word(Random random) {
    return "d3coy" + random.nextInt(1000);
  }

  private static String pick(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
