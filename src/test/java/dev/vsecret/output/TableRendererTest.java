package dev.vsecret.output;

import static dev.vsecret.output.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.output.ChangeResult.OldSecret;
import dev.vsecret.output.ChangeResult.Status;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TableRendererTest {
  private final TableRenderer table = new TableRenderer();

  @Test
  void aListingSaysWhichSecretIsInUse() throws IOException {
    assertThat(text(table, Samples.OLDER_IN_USE))
        .isEqualTo(
            """
            ID                                    CREATED               AGE   IN USE
            11111111-1111-4111-8111-111111111111  2026-01-02T03:04:05Z  113d  yes
            22222222-2222-4222-8222-222222222222  2026-04-01T00:00:00Z  24d   no
            """);
  }

  @Test
  void aListingShowsUnknown() throws IOException {
    assertThat(text(table, Samples.UNKNOWN_IN_USE))
        .isEqualTo(
            """
            ID                                    CREATED               AGE   IN USE
            11111111-1111-4111-8111-111111111111  2026-01-02T03:04:05Z  113d  unknown
            22222222-2222-4222-8222-222222222222  2026-04-01T00:00:00Z  24d   unknown
            """);
  }

  @Test
  void aHeadingMayBeWiderThanItsColumn() throws IOException {
    Secret fresh = new Secret("1", Samples.NOW);
    AccountSecrets secrets =
        new AccountSecrets("abcd1234", List.of(fresh), Optional.of(fresh), Samples.NOW);
    assertThat(text(table, secrets))
        .isEqualTo(
            """
            ID  CREATED               AGE  IN USE
            1   2026-04-25T03:04:15Z  0s   yes
            """);
  }

  @Test
  void aChangeShowsNoSecret() throws IOException {
    assertThat(text(table, Samples.ROTATED))
        .isEqualTo(
            "ACCOUNT   STATUS   NEW SECRET ID                         CREATED             "
                + "  PREVIOUS SECRET ID                    PREVIOUS SECRET\n"
                + "abcd1234  rotated  22222222-2222-4222-8222-222222222222  2026-04-01T00:00:00Z"
                + "  11111111-1111-4111-8111-111111111111  kept\n");
  }

  @Test
  void aChangeShowsASecretThatIsToBePrinted() throws IOException {
    assertThat(
            text(
                table, Samples.rotated(OldSecret.PENDING).withSecret(SecretValue.of("N3w $ecret"))))
        .isEqualTo(
            "ACCOUNT   STATUS   NEW SECRET ID                         CREATED             "
                + "  PREVIOUS SECRET ID                    PREVIOUS SECRET  SECRET\n"
                + "abcd1234  rotated  22222222-2222-4222-8222-222222222222  2026-04-01T00:00:00Z"
                + "  11111111-1111-4111-8111-111111111111  pending          N3w $ecret\n");
  }

  @Test
  void missingDataHasNoColumn() throws IOException {
    assertThat(text(table, Samples.NOTHING_TO_DO))
        .isEqualTo(
            """
            ACCOUNT   STATUS
            abcd1234  nothing to do
            """);
  }

  @Test
  void aStatusIsInWords() throws IOException {
    ChangeResult change =
        new ChangeResult(
            "abcd1234",
            Status.NOT_DUE,
            Optional.of("1"),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Samples.NOW));
    assertThat(text(table, change))
        .isEqualTo(
            """
            ACCOUNT   STATUS   SECRET ID IN USE  CREATED
            abcd1234  not due  1                 2026-04-25T03:04:15Z
            """);
  }

  @Test
  void afterARevocationTheColumnsTellTheRevokedSecretFromTheOneThatRemains() throws IOException {
    ChangeResult change =
        new ChangeResult(
            "abcd1234",
            Status.REVOKED,
            Optional.of("left"),
            Optional.of("gone"),
            Optional.of(OldSecret.REVOKED),
            Optional.empty());
    assertThat(text(table, change))
        .isEqualTo(
            """
            ACCOUNT   STATUS   REMAINING SECRET ID  REVOKED SECRET ID
            abcd1234  revoked  left                 gone
            """);
  }
}
