package io.gridbourse.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.examples.Guest.Outcome;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chess application as a worker runs it. */
class ChessTest {
  private static final Guest CHESS = Guest.load("/examples/chess.wasm");
  private static final String START = "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1";
  private static final int WORD = 32;

  /** Counts that generators of moves are compared by; they are widely published. */
  @ParameterizedTest
  @CsvSource({
    "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1, 1, 20",
    "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1, 2, 400",
    "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1, 3, 8902",
    "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1, 4, 197281",
    "r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1, 1, 48",
    "r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1, 2, 2039",
    "r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1, 3, 97862",
    "8/2p5/3p4/KP5r/1R3p1k/8/4P1P1/8 w - - 0 1, 5, 674624",
    "r3k2r/Pppp1ppp/1b3nbN/nP6/BBP1P3/q4N2/Pp1P2PP/R2Q1RK1 w kq - 0 1, 4, 422333",
    "r2q1rk1/pP1p2pp/Q4n2/bbp1p3/Np6/1B3NBn/pPPP1PPP/R3K2R b KQ - 0 1, 4, 422333",
    "rnbq1k1r/pp1Pbppp/2p5/8/2B5/8/PPP1NnPP/RNBQK2R w KQ - 1 8, 3, 62379",
    "r4rk1/1pp1qppp/p1np1n2/2b1p1B1/2B1P1b1/P1NP1N2/1PP1QPPP/R4RK1 w - - 0 10, 3, 89890",
    // Taking in passing that would leave the own king in check.
    "3k4/3p4/8/K1P4r/8/8/8/8 b - - 0 1, 6, 1134888",
    "8/8/4k3/8/2p5/8/B2P2K1/8 w - - 0 1, 6, 1015133",
    // Taking in passing that gives check.
    "8/8/1k6/2b5/2pP4/8/5K2/8 b - d3 0 1, 6, 1440467",
    // Castling that gives check, that is prevented, and whose right is lost with the rook.
    "5k2/8/8/8/8/8/8/4K2R w K - 0 1, 6, 661072",
    "3k4/8/8/8/8/8/8/R3K3 w Q - 0 1, 6, 803711",
    "r3k2r/1b4bq/8/8/8/8/7B/R3K2R w KQkq - 0 1, 4, 1274206",
    "r3k2r/8/3Q4/8/8/5q2/8/R3K2R b KQkq - 0 1, 4, 1720476",
    // Promotion out of check, to give check, to a lesser piece; discovered check.
    "2K2r2/4P3/8/8/8/8/8/3k4 w - - 0 1, 5, 266199",
    "8/8/1P2K3/8/2n5/1q6/8/5k2 b - - 0 1, 5, 1004658",
    "4k3/1P6/8/8/8/8/K7/8 w - - 0 1, 6, 217342",
    "8/P1k5/K7/8/8/8/8/8 w - - 0 1, 6, 92683",
    // Stalemates and mates at the end.
    "K1k5/8/P7/8/8/8/8/8 w - - 0 1, 6, 2217",
    "8/k1P5/8/1K6/8/8/8/8 w - - 0 1, 7, 567584",
    "8/8/2k5/5q2/5n2/8/5K2/8 b - - 0 1, 4, 23527"
  })
  void gamesAreCounted(String position, int depth, long games) {
    Outcome outcome =
        CHESS.run("chess", "--position", position, "--perft", Integer.toString(depth));
    assertThat(outcome.stdout()).isEqualTo(games + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    // The fool's mate, the scholar's, the smothered, the back rank's, the Arabian, the opera's.
    "rnb1kbnr/pppp1ppp/8/4p3/6Pq/5P2/PPPPP2P/RNBQKBNR w KQkq - 1 3, CHECKMATE",
    "r1bqkb1r/pppp1Qpp/2n2n2/4p3/2B1P3/8/PPPP1PPP/RNB1K1NR b KQkq - 0 4, CHECKMATE",
    "6rk/5Npp/8/8/8/8/8/6K1 b - - 0 1, CHECKMATE",
    "R5k1/5ppp/8/8/8/8/8/6K1 b - - 0 1, CHECKMATE",
    "7k/7R/5N2/8/8/8/8/6K1 b - - 0 1, CHECKMATE",
    "1n1Rkb1r/p4ppp/4q3/4p1B1/4P3/8/PPP2PPP/2K5 b k - 1 17, CHECKMATE",
    "8/8/8/8/8/2k5/1q6/1K6 w - - 0 1, CHECKMATE",
    // The king in the corner, a pawn at its door, a queen too near, and Loyd's fastest.
    "7k/5Q2/6K1/8/8/8/8/8 b - - 0 1, STALEMATE",
    "4k3/4P3/4K3/8/8/8/8/8 b - - 0 1, STALEMATE",
    "8/8/8/8/8/6k1/5q2/7K w - - 0 1, STALEMATE",
    "5bnr/4p1pq/4Qpkr/7p/7P/4P3/PPPP1PP1/RNB1KBNR b KQ - 2 10, STALEMATE",
    "8/8/8/2p2p1p/2P2P1k/4pP1P/4P1K1/8 b - - 0 1, STALEMATE",
    // A guarded queen next to the king is mate, an unguarded one is taken.
    "7k/6Q1/6K1/8/8/8/8/8 b - - 0 1, CHECKMATE",
    "7k/6Q1/8/8/8/8/8/K7 b - - 0 1, CHECK",
    // Not over: a pawn may be taken in passing, a piece may be moved between.
    "8/8/8/5Ppk/6p1/6P1/6K1/8 w - g6 0 1, PLAYING",
    "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1, PLAYING",
    "rnbqkbnr/pppp1ppp/8/4p2Q/4P3/8/PPPP1PPP/RNB1KBNR b KQkq - 1 2, PLAYING",
    "rnbqkbnr/ppppp1pp/8/5p1Q/4P3/8/PPPP1PPP/RNB1KBNR b KQkq - 1 2, CHECK"
  })
  void positionsAreJudged(String position, String verdict) {
    Outcome outcome = CHESS.run("chess", "--position", position);
    assertThat(outcome.stdout()).isEqualTo(verdict + " " + position.replace(' ', '_') + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "e2e4, PLAYING rnbqkbnr/pppppppp/8/8/4P3/8/PPPP1PPP/RNBQKBNR_b_KQkq_e3_0_1",
    "g1f3, PLAYING rnbqkbnr/pppppppp/8/8/8/5N2/PPPPPPPP/RNBQKB1R_b_KQkq_-_1_1",
    "'e2e5', 'ILLEGAL '",
    "'e7e5', 'ILLEGAL '",
    "'a1a2', 'ILLEGAL '",
    "'e1g1', 'ILLEGAL '",
    "'e2e4q', 'ILLEGAL '",
    "'e2', 'ILLEGAL '",
    "'hello', 'ILLEGAL '"
  })
  void movesArePlayed(String move, String answer) {
    Outcome outcome = CHESS.run("chess", "--position", START, "--move", move);
    assertThat(outcome.stdout()).isEqualTo(answer + "\n");
    assertThat(outcome.exitCode()).isZero();
  }

  @Test
  void aWholeGameIsPlayedToItsMate() {
    String position = START.replace(' ', '_');
    String verdict = "";
    String[] moves = {
      "e2e4", "e7e5", "g1f3", "d7d6", "d2d4", "c8g4", "d4e5", "g4f3", "d1f3", "d6e5", "f1c4",
      "g8f6", "f3b3", "d8e7", "b1c3", "c7c6", "c1g5", "b7b5", "c3b5", "c6b5", "c4b5", "b8d7",
      "e1c1", "a8d8", "d1d7", "d8d7", "h1d1", "e7e6", "b5d7", "f6d7", "b3b8", "d7b8", "d1d8"
    };
    for (String move : moves) {
      String[] answer =
          CHESS.run("chess", "--position", position, "--move", move).stdout().strip().split(" ");
      assertThat(answer).as(move).hasSize(2);
      verdict = answer[0];
      position = answer[1];
    }
    assertThat(verdict).isEqualTo("CHECKMATE");
    assertThat(position).isEqualTo("1n1Rkb1r/p4ppp/4q3/4p1B1/4P3/8/PPP2PPP/2K5_b_k_-_1_17");
  }

  @Test
  void aPawnBecomesWhatTheMoveSays() {
    String position = "8/P6k/8/8/8/8/8/K7 w - - 0 1";
    assertThat(CHESS.run("chess", "--position", position, "--move", "a7a8n").stdout())
        .isEqualTo("PLAYING N7/7k/8/8/8/8/8/K7_b_-_-_0_1\n");
    assertThat(CHESS.run("chess", "--position", position, "--move", "a7a8").stdout())
        .isEqualTo("ILLEGAL \n");
    assertThat(CHESS.run("chess", "--position", position, "--move", "a7a8k").stdout())
        .isEqualTo("ILLEGAL \n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR",
        "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1 x",
        "rnbqkbnr/ppppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1",
        "rnbqkbnr/pppppppp/9/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1",
        "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQ1BNR w KQkq - 0 1",
        "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNK w Qkq - 0 1",
        "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBN1 w KQkq - 0 1",
        "Pnbqkbnr/1ppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQk - 0 1",
        "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR x KQkq - 0 1",
        "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq e3 0 1",
        "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - -1 1",
        "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 0",
        "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 99999",
        "4k3/8/8/8/8/8/4R3/4K3 w - - 0 1"
      })
  void whatIsNoPositionIsIllegal(String position) {
    Outcome outcome = CHESS.run("chess", "--position", position);
    assertThat(outcome.stdout()).isEqualTo("ILLEGAL \n");
    assertThat(outcome.exitCode()).isZero();
  }

  @Test
  void aContractCanDecodeTheAnswer() {
    byte[] mate =
        abi(
            "--position", "rnbqkbnr/pppp1ppp/8/4p3/6P1/5P2/PPPPP2P/RNBQKBNR_b_KQkq_-_0_2",
            "--move", "d8h4");
    String position = "rnb1kbnr/pppp1ppp/8/4p3/6Pq/5P2/PPPPP2P/RNBQKBNR_w_KQkq_-_1_3";
    assertThat(number(mate, 0)).as("checkmate").isEqualTo(3);
    assertThat(number(mate, 1)).as("where the text is").isEqualTo(2L * WORD);
    assertThat(number(mate, 2)).isEqualTo(position.length());
    assertThat(new String(mate, 3 * WORD, position.length(), StandardCharsets.US_ASCII))
        .isEqualTo(position);
    assertThat(mate).hasSize(3 * WORD + 2 * WORD);
    assertThat(Arrays.copyOfRange(mate, 3 * WORD + position.length(), mate.length)).containsOnly(0);
    byte[] illegal = abi("--position", "nonsense");
    assertThat(illegal).hasSize(3 * WORD);
    assertThat(number(illegal, 0)).isZero();
    assertThat(number(illegal, 2)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--position",
        "--form abi",
        "--position x --form json",
        "--position x --perft 9",
        "--position x --perft 2",
        "--position x --perft 2 --move e2e4",
        "--colour white"
      })
  void aBadCommandLineIsRefused(String line) {
    String[] words = ("chess " + line).strip().split(" ");
    Outcome outcome = CHESS.run(words);
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.stderr()).contains("usage: chess --position");
    assertThat(outcome.stdout()).isEmpty();
  }

  private static byte[] abi(String... options) {
    String[] words = new String[options.length + 3];
    words[0] = "chess";
    words[1] = "--form";
    words[2] = "abi";
    System.arraycopy(options, 0, words, 3, options.length);
    ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    assertThat(CHESS.run(stdout, words)).isZero();
    return stdout.toByteArray();
  }

  private static long number(byte[] bytes, int word) {
    return new BigInteger(1, Arrays.copyOfRange(bytes, word * WORD, (word + 1) * WORD)).longValue();
  }
}
