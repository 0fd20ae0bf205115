package dev.vsecret.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.output.Failure;
import dev.vsecret.testkit.FakeClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProgressTest {
  private final StringWriter err = new StringWriter();
  private final FakeClock clock = new FakeClock();

  private int columns = Integer.MAX_VALUE;

  private Progress progress(Tally tally, Progress.Style style) {
    return new Progress(tally, new PrintWriter(err, true), style, () -> columns, clock);
  }

  /** Ten seconds into a run of 1000 accounts. */
  private Progress wellUnderWay(Progress.Style style) {
    Tally tally = new Tally(1000);
    Progress progress = progress(tally, style);
    for (int i = 0; i < 190; i++) {
      tally.addSuccess();
    }
    for (int i = 0; i < 8; i++) {
      tally.addSkipped("not due");
    }
    tally.addFailure(failure(), false);
    tally.addFailure(failure(), false);
    clock.advance(Duration.ofSeconds(10));
    return progress;
  }

  private static Failure failure() {
    return new Failure("a", "no", 5, Optional.empty(), Optional.empty());
  }

  @Test
  void showsDoneFailedSkippedRateAndTimeLeft() {
    Progress progress = wellUnderWay(Progress.Style.LINES);
    // 200 in 10 s are 20 per second; the other 800 take 40 s.
    assertThat(progress.line()).isEqualTo("200/1000 done, 2 failed, 8 skipped, 20.0/s, 40s left");
  }

  @Test
  void estimatesNothingBeforeTheFirstIsDone() {
    Progress progress = progress(new Tally(3), Progress.Style.LINES);
    clock.advance(Duration.ofSeconds(10));
    assertThat(progress.line()).isEqualTo("0/3 done, 0 failed, 0 skipped, 0.0/s, unknown left");
  }

  @Test
  void printsALineEveryTenSecondsWhereThereIsNoTerminal() {
    try (Progress progress = progress(new Tally(2), Progress.Style.LINES)) {
      progress.begin();
      for (int second = 0; second < 39; second++) {
        progress.update(false);
        clock.advance(Duration.ofSeconds(1));
      }
    }
    assertThat(err.toString().lines()).hasSize(3).allMatch(line -> line.startsWith("0/2 done"));
    assertThat(err.toString()).doesNotContain("\r").doesNotContain("\u001b");
  }

  @Test
  void drawsABarOnATerminalAndClearsItAtTheEnd() {
    Tally tally = new Tally(4);
    tally.addSuccess();
    try (Progress progress = progress(tally, Progress.Style.BAR)) {
      progress.begin();
      assertThat(err.toString()).contains("[===         ] 1/4 done");
      tally.addSuccess();
      progress.update(false);
      assertThat(err.toString()).doesNotContain("2/4 done");
      clock.advance(Duration.ofSeconds(1));
      progress.update(false);
      assertThat(err.toString()).contains("[======      ] 2/4 done");
    }
    assertThat(err.toString()).endsWith("\r\u001b[K").doesNotContain("\n");
  }

  @Test
  void aFullBarFitsATerminalOf80Columns() {
    Tally tally = new Tally(100_000);
    for (int i = 0; i < 99_999; i++) {
      tally.addSkipped("not due");
    }
    tally.addFailure(failure(), false);
    Progress progress = progress(tally, Progress.Style.BAR);
    clock.advance(Duration.ofSeconds(1000));
    assertThat(progress.line()).startsWith("[============] ").endsWith(" left");
    assertThat(progress.line().length()).isLessThan(80);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "74 | [==          ] 200/1000 done, 2 failed, 8 skipped, 20.0/s, 40s left",
        "67 | [==          ] 200/1000 done, 2 failed, 8 skipped, 40s left",
        "60 | [==          ] 200/1000 done, 2 failed, 8 skipped, 40s left",
        "58 | [==          ] 200/1000 done, 2 failed, 40s left",
        "40 | 200/1000 done, 2 failed, 40s left",
        "30 | 200/1000 done, 2 failed",
        "20 | 200/1000 done",
        "12 | 200/1000",
      })
  void omitsTheLeastImportantPartsOnANarrowTerminal(int width, String expected) {
    columns = width;
    assertThat(wellUnderWay(Progress.Style.BAR).line()).isEqualTo(expected);
  }

  @Test
  void fitsEveryWidthAndEndsWithAWholeWord() {
    String words = "|200/1000|200/1000 done|.* (failed|skipped|left)";
    Progress progress = wellUnderWay(Progress.Style.BAR);
    for (columns = 1; columns <= 100; columns++) {
      assertThat(progress.line()).matches(words).hasSizeLessThan(columns);
    }
  }

  @Test
  void followsATerminalThatIsResized() {
    columns = 100;
    Progress progress = wellUnderWay(Progress.Style.BAR);
    progress.update(false);
    assertThat(err.toString()).contains("20.0/s");
    err.getBuffer().setLength(0);
    columns = 20;
    clock.advance(Duration.ofSeconds(1));
    progress.update(false);
    assertThat(err.toString()).contains("200/1000 done").doesNotContain("failed");
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 60})
  void theSignalMessageFitsTheTerminalToo(int width) {
    columns = width;
    progress(new Tally(2), Progress.Style.LINES).update(true);
    assertThat(err.toString().strip()).startsWith("Stopping").endsWith(".").hasSizeLessThan(width);
  }

  @Test
  void printsNothingIfProgressIsOff() {
    try (Progress progress = progress(new Tally(2), Progress.Style.NONE)) {
      progress.begin();
      clock.advance(Duration.ofSeconds(60));
      progress.update(false);
      progress.update(true);
    }
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void printsOnceWhatASignalDoesAndNothingElseAfterwards() {
    Progress progress = progress(new Tally(2), Progress.Style.LINES);
    progress.begin();
    progress.update(true);
    clock.advance(Duration.ofSeconds(60));
    progress.update(true);
    progress.close();
    assertThat(err.toString())
        .startsWith("Stopping")
        .contains("safe point")
        .contains("Interrupt again");
    assertThat(err.toString().lines()).hasSize(1);
  }
}
