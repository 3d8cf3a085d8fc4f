package io.gridbourse.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridbourse.cli.CommandFailed;
import io.gridbourse.contracts.ChessGame;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChessPartsTest {
  private static final String LONG = "8/".repeat(60);

  @Test
  void aPositionIsDrawnAsPeopleSeeIt() {
    assertThat(ChessBoard.drawn(ChessGame.START).lines())
        .containsExactly(
            "8  r n b q k b n r",
            "7  p p p p p p p p",
            "6  . . . . . . . .",
            "5  . . . . . . . .",
            "4  . . . . . . . .",
            "3  . . . . . . . .",
            "2  P P P P P P P P",
            "1  R N B Q K B N R",
            "   a b c d e f g h   white to move");
    assertThat(ChessBoard.drawn("7k/5Q2/6K1/8/8/8/8/8_b_-_-_1_1"))
        .startsWith("8  . . . . . . . k")
        .endsWith("black to move");
  }

  @Test
  void aGameIsReadFromWordsHoweverTheyAreSpaced() {
    ChessPlan plan =
        ChessPlan.of(Optional.of(" 7k/5Q2/8/6K1/8/8/8/8 w - - 0 1 "), " g5g6  h8h7 ", 2);
    assertThat(plan.games()).hasSize(1);
    assertThat(plan.games().get(0).position()).isEqualTo("7k/5Q2/8/6K1/8/8/8/8_w_-_-_0_1");
    assertThat(plan.games().get(0).moves()).containsExactly("g5g6", "h8h7");
    assertThat(plan.trust()).isEqualTo(3);
    assertThat(ChessPlan.of(Optional.empty(), "e7e8q", 1).trust()).isOne();
  }

  @ParameterizedTest
  @CsvSource({
    "'', 2, --moves",
    "e2e9, 2, --moves",
    "e2e4 castle, 2, --moves",
    "e2e4, 0, --workers",
    "e2e4, 65, --workers"
  })
  void wishesThatCannotBeAreRefusedByTheirName(String moves, int workers, String option) {
    assertThatThrownBy(() -> ChessPlan.of(Optional.empty(), moves, workers))
        .isInstanceOfSatisfying(
            CommandFailed.class,
            refusal -> assertThat(refusal.text()).contains(option).contains("remedy"));
  }

  @ParameterizedTest
  @CsvSource({"8/8/8", "''", "'a b c d e f g'", "'8\" --perft 8 w - - 0 1'"})
  void whatIsNoPositionIsRefused(String position) {
    assertThatThrownBy(() -> ChessPlan.of(Optional.of(position), "e2e4", 2))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("--position");
    assertThatThrownBy(() -> ChessPlan.of(Optional.of(LONG + " w - - 0 1"), "e2e4", 2))
        .isInstanceOf(CommandFailed.class);
  }
}
