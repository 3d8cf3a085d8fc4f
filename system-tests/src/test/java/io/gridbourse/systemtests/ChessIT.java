package io.gridbourse.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.cli.demo.ChessDemo;
import io.gridbourse.cli.demo.ChessPlan;
import io.gridbourse.cli.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Contracts ask the grid about every move of a game, and go on when they are called back. */
@ExtendWith(GridExtension.class)
class ChessIT {
  @Test
  void contractsPlayToAMateAndToAStalemate(Grid grid) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(bytes, true, UTF_8);
    Terminal terminal = new Terminal(stream, stream, false, false, false);
    boolean good =
        new ChessDemo(grid.installation(), terminal, ChessPlan.standard(Grid.WORKERS)).run();
    String said = bytes.toString(UTF_8);
    assertThat(good).as(said).isTrue();
    assertThat(said)
        .contains("f2f3: legal", "e7e4: illegal", "e7e5: legal", "d8h4: checkmate")
        .contains("4  . . . . . . P q", "   a b c d e f g h   white to move")
        .containsPattern("Black has won, and the contract paid it 0\\.0*[1-9][0-9]* RLC")
        .contains("g5g6: stalemate", "Nobody has won; the contract paid each 0.")
        .doesNotContain("gridbourse:");
  }
}
