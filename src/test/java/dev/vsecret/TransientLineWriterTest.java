package dev.vsecret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class TransientLineWriterTest {
  private final StringWriter terminal = new StringWriter();
  private final PrintWriter err = new PrintWriter(new TransientLineWriter(terminal), true);

  @Test
  void aMessageClearsTheBarBeforeIt() {
    err.print("\r[==  ] 1/2 done");
    err.println("The connection was lost. Trying again.");
    err.println("Another message.");
    assertThat(terminal.toString())
        .isEqualTo(
            "\r[==  ] 1/2 done\r\u001b[KThe connection was lost. Trying again.\nAnother message.\n");
  }

  @Test
  void aBarIsDrawnOverTheOneBefore() {
    err.print("\r[==  ] 1/2 done");
    err.print("\r[====] 2/2 done");
    assertThat(terminal.toString()).isEqualTo("\r[==  ] 1/2 done\r[====] 2/2 done");
  }

  @Test
  void textWithoutABarIsLeftAsItIs() {
    err.print("Continue? [y/N] ");
    err.write('\n');
    err.print(new char[] {'a', 'b'});
    err.println();
    assertThat(terminal.toString()).isEqualTo("Continue? [y/N] \nab\n");
  }
}
