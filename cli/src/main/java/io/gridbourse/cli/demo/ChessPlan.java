package io.gridbourse.cli.demo;

import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.local.WorkerPlan;
import io.gridbourse.contracts.ChessGame;
import io.gridbourse.contracts.ChessGame.Phase;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The games that contracts shall play.
 *
 * @param workers with three or more the last one lies in one task of five
 */
public record ChessPlan(List<Game> games, int workers) {
  private static final String MOVE = "([a-h][1-8]){2}[qrbn]?";
  private static final String POSITION = "[A-Za-z0-9/-]+(_[A-Za-z0-9/-]+){5}";
  private static final int POSITION_MAX = 100;
  private static final int MOVES_MAX = 100;

  /** Two or more workers must agree, unless there is one only. */
  private static final long TRUST = 3;

  /** The shortest way to a mate, with a move on it that no pawn can make. */
  private static final Game MATE =
      new Game(
          ChessGame.START,
          List.of("f2f3", "e7e4", "e7e5", "g2g4", "d8h4"),
          Optional.of(Phase.BLACK_WON));

  private static final Game STALEMATE =
      new Game("7k/5Q2/8/6K1/8/8/8/8_w_-_-_0_1", List.of("g5g6"), Optional.of(Phase.DRAWN));

  public ChessPlan {
    games = List.copyOf(games);
    require(
        workers >= 1 && workers <= DemoPlan.WORKERS_MAX,
        "--workers",
        "1 to " + DemoPlan.WORKERS_MAX);
  }

  /**
   * A game.
   *
   * @param position in which it begins, in Forsyth-Edwards notation with underscores
   * @param moves such as e2e4 or e7e8q
   * @param end what must become of it, if that is known
   */
  public record Game(String position, List<String> moves, Optional<Phase> end) {
    public Game {
      moves = List.copyOf(moves);
      require(
          position.length() <= POSITION_MAX && position.matches(POSITION),
          "--position",
          "six parts in Forsyth-Edwards notation, at most " + POSITION_MAX + " characters");
      require(
          !moves.isEmpty() && moves.size() <= MOVES_MAX,
          "--moves",
          "1 to " + MOVES_MAX + " moves with spaces between them");
      for (String move : moves) {
        require(move.matches(MOVE), "--moves", "moves such as e2e4 or e7e8q, not '" + move + "'");
      }
    }
  }

  /** A game to a mate, one to a stalemate. */
  public static ChessPlan standard(int workers) {
    return new ChessPlan(List.of(MATE, STALEMATE), workers);
  }

  /**
   * One game.
   *
   * @param position with spaces or underscores; the one in which games begin if it is empty
   * @param moves with spaces
   */
  public static ChessPlan of(Optional<String> position, String moves, int workers) {
    String start =
        position.map(text -> text.strip().replaceAll("\\s+", "_")).orElse(ChessGame.START);
    List<String> words = Stream.of(moves.strip().split("\\s+")).filter(w -> !w.isEmpty()).toList();
    return new ChessPlan(List.of(new Game(start, words, Optional.empty())), workers);
  }

  private static void require(boolean holds, String option, String limit) {
    if (!holds) {
      throw new CommandFailed(
          ExitCode.USAGE, option + " cannot be used", option, limit, "choose another value");
    }
  }

  /** Honest workers, and a liar at the end if they are enough to outvote it. */
  public List<WorkerPlan> workerPlans() {
    return DemoPlan.workerPlans(workers);
  }

  /** The trust that each question asks for. */
  long trust() {
    return workers == 1 ? 1 : TRUST;
  }
}
