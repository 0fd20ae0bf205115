package dev.vsecret.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.output.Failure;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TallyTest {
  private final Tally tally = new Tally(10);

  private void addRotated() {
    tally.addSuccess();
    tally.addRotation();
  }

  @Test
  void withoutALimitAllAccountsAreExpected() {
    addRotated();
    assertThat(tally.expected()).isEqualTo(10);
  }

  @Test
  void noMoreThanTheLimitAreExpected() {
    tally.limitRotations(3);
    assertThat(tally.expected()).isEqualTo(3);
    addRotated();
    assertThat(tally.expected()).isEqualTo(3);
  }

  @Test
  void anAccountThatIsNotRotatedDoesNotCountTowardsTheLimit() {
    tally.limitRotations(3);
    tally.addSkipped("not due");
    tally.addFailure(new Failure("a", "no", 5, Optional.empty(), Optional.empty()), false);
    assertThat(tally.expected()).isEqualTo(5);
  }

  @Test
  void neverMoreThanThereAreAreExpected() {
    tally.limitRotations(9);
    for (int i = 0; i < 4; i++) {
      tally.addSkipped("not due");
    }
    assertThat(tally.expected()).isEqualTo(10);
  }

  @Test
  void aRunThatReachedItsLimitIsComplete() {
    tally.limitRotations(2);
    addRotated();
    assertThat(tally.incomplete()).isTrue();
    addRotated();
    assertThat(tally.incomplete()).isFalse();
  }
}
