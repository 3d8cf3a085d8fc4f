package io.gridbourse.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.client.Rest;
import io.gridbourse.cli.local.Installation;
import io.gridbourse.cli.local.Ledger;
import io.gridbourse.contracts.AppOrder;
import io.gridbourse.contracts.ChessGame;
import io.gridbourse.contracts.ChessGame.Phase;
import io.gridbourse.contracts.ChessGame.Verdict;
import io.gridbourse.contracts.DatasetOrder;
import io.gridbourse.contracts.HubCalls;
import io.gridbourse.contracts.SigningKey;
import io.gridbourse.contracts.WorkerpoolOrder;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.web3j.crypto.Credentials;
import org.web3j.protocol.core.DefaultBlockParameterName;

/**
 * One game: its contract, two players with keys of their own, and offers from the order book by
 * which its questions are matched. What a player may do anybody may: nothing here needs the server
 * to know of games.
 */
final class ChessTable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final BigInteger POOL_PRICE_MAX = BigInteger.valueOf(10_000_000);
  private static final BigInteger APP_PRICE_MAX = BigInteger.valueOf(10_000);
  private static final long XS = 0;
  private static final long PATIENCE_SECONDS = 3_600;
  private static final Duration ANSWERED_WITHIN = Duration.ofMinutes(3);
  private static final long LOOK_EVERY_MILLIS = 100;
  private static final String NOBODY = "0x" + "0".repeat(40);
  private static final String NOTHING = "0x" + "0".repeat(64);

  private final Installation installation;
  private final Ledger ledger;
  private final String app;
  private final long trust;
  private final Credentials white = SigningKey.generate().credentials();
  private final Credentials black = SigningKey.generate().credentials();
  private final ChessGame game;
  private int questions;

  /** Makes the game's contract and gives it money for its questions. */
  ChessTable(Installation installation, String app, ChessPlan.Game plan, long trust) {
    this.installation = installation;
    this.ledger = installation.ledger();
    this.app = app;
    this.trust = trust;
    installation.chain().fund(white.getAddress());
    installation.chain().fund(black.getAddress());
    ChessGame.Terms terms =
        new ChessGame.Terms(app, APP_PRICE_MAX, POOL_PRICE_MAX, XS, trust, PATIENCE_SECONDS);
    String creation =
        ChessGame.creation(
            ledger.addresses().hub(),
            terms,
            white.getAddress(),
            black.getAddress(),
            plan.position());
    String address =
        ledger.send(white, "make a game", Optional.empty(), creation).getContractAddress();
    this.game = new ChessGame(ledger.node(), address, terms);
    BigInteger each = POOL_PRICE_MAX.add(APP_PRICE_MAX);
    ledger.give(address, each.multiply(BigInteger.valueOf(plan.moves().size())));
  }

  ChessGame game() {
    return game;
  }

  /** The player to move moves; its question is matched, and the grid's answer waited for. */
  Optional<Verdict> play(String move) {
    Credentials player = game.position().contains("_w_") ? white : black;
    ledger.send(player, "play " + move, Optional.of(game.address()), ChessGame.play(move));
    questions++;
    String task = game.asked();
    ledger.send(player, "match the question", Optional.of(ledger.addresses().hub()), match(move));
    long deadline = System.nanoTime() + ANSWERED_WITHIN.toNanos();
    while (game.answer(task).isEmpty() && System.nanoTime() < deadline) {
      pause();
    }
    return game.answer(task);
  }

  private String match(String move) {
    String pools =
        "/workerpoolorders?category="
            + XS
            + "&minTrust="
            + trust
            + "&workerpoolOwner="
            + installation.account("operator");
    return HubCalls.matchOrders(
        best("/apporders?app=" + app, AppOrder.class),
        new DatasetOrder(
            NOBODY,
            BigInteger.ZERO,
            BigInteger.ZERO,
            NOTHING,
            NOBODY,
            NOBODY,
            NOBODY,
            NOTHING,
            "0x"),
        best(pools, WorkerpoolOrder.class),
        game.question(move, questions));
  }

  /** The first order of a page of the book. */
  private <T> T best(String book, Class<T> type) {
    Rest anybody = installation.rest("requester");
    JsonNode orders = anybody.get(book + "&chainId=" + ledger.addresses().chainId()).path("orders");
    if (orders.isEmpty()) {
      throw new CommandFailed(
          ExitCode.FAILED, "no order in the book: " + book, "see gridbourse order ls");
    }
    try {
      return JSON.treeToValue(orders.path(0).path("order"), type);
    } catch (JsonProcessingException e) {
      throw new CommandFailed(ExitCode.SERVER, "an order of the book cannot be read", "report it")
          .because(e);
    }
  }

  private void pause() {
    if (!installation.chain().isAlive() || !installation.server().isAlive()) {
      throw new CommandFailed(
          ExitCode.SERVER,
          "the chain or the server ended by itself",
          "read the logs in " + installation.home().at("logs"));
    }
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed(ExitCode.INTERRUPTED, "interrupted", "").because(e);
    }
  }

  /** Ends the game's account when it is over: what the winner got, in nRLC. */
  BigInteger payOut() {
    String winner = (game.phase() == Phase.WHITE_WON ? white : black).getAddress();
    BigInteger before = free(winner);
    ledger.send(white, "pay the players", Optional.of(game.address()), ChessGame.payOut());
    return free(winner).subtract(before);
  }

  private BigInteger free(String account) {
    return ledger.calls().viewAccount(account, DefaultBlockParameterName.LATEST).free();
  }
}
