package io.gridbourse.cli.demo;

import io.gridbourse.cli.client.Apps;
import io.gridbourse.cli.client.Rest;
import io.gridbourse.cli.local.Bundle;
import io.gridbourse.cli.local.Installation;
import io.gridbourse.cli.output.Terminal;
import io.gridbourse.contracts.ChessGame.Phase;
import io.gridbourse.contracts.ChessGame.Verdict;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The demonstration of callbacks: contracts that know no rules play chess, ask the grid about each
 * move, and go on when it calls them back.
 */
public final class ChessDemo {
  private static final String APP = "chess";
  private static final String APP_PRICE = "1000";
  private static final int RLC_DECIMALS = 9;

  private final Installation installation;
  private final Terminal terminal;
  private final ChessPlan plan;
  private final List<String> complaints = new ArrayList<>();

  /** A demonstration that tells {@code terminal} what happens. */
  public ChessDemo(Installation installation, Terminal terminal, ChessPlan plan) {
    this.installation = installation;
    this.terminal = terminal;
    this.plan = plan;
  }

  /** Plays; true if every question was called back and the games ended as they should. */
  public boolean run() {
    Rest provider = installation.rest("provider");
    new Apps(provider)
        .ensure(
            new Apps.App(
                APP,
                Bundle.ofThisProcess().at("examples/chess.wasm"),
                "wasm",
                Optional.empty(),
                Optional.empty(),
                APP_PRICE));
    String app = provider.get("/api/v1/apps/" + APP).path("address").asText();
    for (ChessPlan.Game game : plan.games()) {
      play(new ChessTable(installation, app, game, plan.trust()), game);
    }
    complaints.forEach(complaint -> terminal.say("gridbourse: " + complaint));
    return complaints.isEmpty();
  }

  private void play(ChessTable table, ChessPlan.Game planned) {
    var out = terminal.out();
    out.println("A game of the contract " + table.game().address());
    out.println(ChessBoard.drawn(table.game().position()));
    for (String move : planned.moves()) {
      if (isOver(table.game().phase())) {
        complaints.add("the game was over before " + move);
        break;
      }
      long start = System.nanoTime();
      Optional<Verdict> verdict = table.play(move);
      if (verdict.isEmpty()) {
        complaints.add("the contract was not called back about " + move);
        return;
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      out.println();
      out.println(move + ": " + said(verdict.get()) + String.format(" (%.1f s)", seconds));
      out.println(ChessBoard.drawn(table.game().position()));
    }
    conclude(table, planned);
  }

  private void conclude(ChessTable table, ChessPlan.Game planned) {
    Phase end = table.game().phase();
    terminal.out().println();
    terminal.out().println(isOver(end) ? ended(end, table.payOut()) : "The game is not over.");
    terminal.out().println();
    planned
        .end()
        .filter(wanted -> wanted != end)
        .ifPresent(wanted -> complaints.add("the game is " + end + ", not " + wanted));
  }

  private static boolean isOver(Phase phase) {
    return phase != Phase.MOVING && phase != Phase.ASKING;
  }

  private static String said(Verdict verdict) {
    return switch (verdict) {
      case ILLEGAL -> "illegal, the contract takes it back";
      case PLAYING -> "legal";
      case CHECK -> "check";
      case CHECKMATE -> "checkmate";
      case STALEMATE -> "stalemate";
    };
  }

  private static String ended(Phase end, BigInteger paid) {
    String amount = new BigDecimal(paid, RLC_DECIMALS).toPlainString() + " RLC";
    return switch (end) {
      case WHITE_WON -> "White has won, and the contract paid it " + amount + ".";
      case BLACK_WON -> "Black has won, and the contract paid it " + amount + ".";
      default -> "Nobody has won; the contract paid each " + amount + ".";
    };
  }
}
