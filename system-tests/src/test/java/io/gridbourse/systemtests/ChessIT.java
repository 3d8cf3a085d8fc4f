package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gridbourse.cli.local.JsonRpc;
import io.gridbourse.contracts.AppOrder;
import io.gridbourse.contracts.ChessGame;
import io.gridbourse.contracts.ChessGame.Phase;
import io.gridbourse.contracts.DatasetOrder;
import io.gridbourse.contracts.HubCalls;
import io.gridbourse.contracts.SigningKey;
import io.gridbourse.contracts.WorkerpoolOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A contract asks the grid about every move of a game, and goes on when it is called back. */
@ExtendWith(GridExtension.class)
class ChessIT {
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(90);
  private static final BigInteger POOL_PRICE_MAX = BigInteger.valueOf(10_000_000);
  private static final BigInteger APP_PRICE_MAX = BigInteger.valueOf(10_000);
  private static final String ZERO = "0x" + "0".repeat(40);
  private static final String WORD = "0x" + "0".repeat(64);

  @Test
  void aGameIsPlayedToItsMate(Grid grid) {
    grid.register("chess", "chess.wasm", null);
    Table table = new Table(grid);
    table.plays("f2f3");
    assertThat(table.game.phase()).isEqualTo(Phase.MOVING);
    assertThat(table.game.position())
        .isEqualTo("rnbqkbnr/pppppppp/8/8/8/5P2/PPPPP1PP/RNBQKBNR_b_KQkq_-_0_1");
    String position = table.game.position();
    table.plays("e7e4");
    assertThat(table.game.phase()).as("the move is taken back").isEqualTo(Phase.MOVING);
    assertThat(table.game.position()).isEqualTo(position);
    table.plays("e7e5");
    table.plays("g2g4");
    table.plays("d8h4");
    assertThat(table.game.phase()).isEqualTo(Phase.BLACK_WON);
    assertThat(table.game.position())
        .isEqualTo("rnb1kbnr/pppp1ppp/8/4p3/6Pq/5P2/PPPPP2P/RNBQKBNR_w_KQkq_-_1_3");
    BigInteger held = table.free(table.game.address());
    table.send(table.white, table.game.address(), ChessGame.payOut());
    assertThat(table.free(table.black)).as("the winner has what was left").isEqualTo(held);
    assertThat(held).isPositive();
  }

  /** A game on the grid's chain, two players, and whoever matches its questions. */
  private static final class Table {
    final String white = SigningKey.generate().address();
    final String black = SigningKey.generate().address();
    final ChessGame game;
    private final Grid grid;
    private final String hub;
    private final String app;
    private final String requester;
    private int questions;

    Table(Grid grid) {
      this.grid = grid;
      this.hub = grid.installation().ledger().addresses().hub();
      this.app = grid.rest("provider").get("/api/v1/apps/chess").path("address").asText();
      this.requester = grid.installation().account("requester");
      for (String account : new String[] {white, black, requester}) {
        grid.installation().chain().call("anvil_impersonateAccount", account);
        grid.installation().chain().fund(account);
      }
      ChessGame.Terms terms = new ChessGame.Terms(app, APP_PRICE_MAX, POOL_PRICE_MAX, 0, 3, 3_600);
      String creation = ChessGame.creation(hub, terms, white, black, ChessGame.START);
      String address =
          transaction(Map.of("from", requester, "data", creation, "gas", "0x7a1200"))
              .path("contractAddress")
              .asText();
      this.game = new ChessGame(grid.installation().ledger().node(), address, terms);
      send(requester, hub, HubCalls.transfer(address, POOL_PRICE_MAX.multiply(BigInteger.TEN)));
    }

    /** The player to move makes a move; the grid answers. */
    void plays(String move) {
      String player = game.position().contains("_w_") ? white : black;
      send(player, game.address(), ChessGame.play(move));
      questions++;
      assertThat(game.phase()).isEqualTo(Phase.ASKING);
      String matched =
          HubCalls.matchOrders(
              order("APP", app, AppOrder.class),
              new DatasetOrder(
                  ZERO, BigInteger.ZERO, BigInteger.ZERO, WORD, ZERO, ZERO, ZERO, WORD, "0x"),
              order("POOL", null, WorkerpoolOrder.class),
              game.question(move, questions));
      send(requester, hub, matched);
      await("the grid answers " + move)
          .atMost(ANSWERED_WITHIN)
          .until(game::phase, phase -> phase != Phase.ASKING);
    }

    BigInteger free(String account) {
      return grid.chain().account(account).free();
    }

    void send(String from, String to, String data) {
      transaction(Map.of("from", from, "to", to, "data", data, "gas", "0x7a1200"));
    }

    private <T> T order(String kind, String entry, Class<T> type) {
      String query =
          "select body from market_order where kind = ? and status = 'OPEN' and category is not"
              + " distinct from ?::integer and (entry = ? or ?::text is null) limit 1";
      Integer category = kind.equals("POOL") ? 0 : null;
      String body =
          (String) grid.tables().rows(query, kind, category, entry, entry).get(0).get("body");
      try {
        return new ObjectMapper().readValue(body, type);
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Sends a transaction in the name of an impersonated account; its receipt. */
    private JsonNode transaction(Map<String, String> transaction) {
      JsonRpc node = new JsonRpc(grid.installation().chain().rpc());
      try {
        String hash = node.call("eth_sendTransaction", transaction).asText();
        JsonNode[] receipt = new JsonNode[1];
        await("transaction " + hash + " is mined")
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> {
                  receipt[0] = node.call("eth_getTransactionReceipt", hash);
                  return receipt[0].hasNonNull("blockHash");
                });
        assertThat(receipt[0].path("status").asText())
            .as("status of %s", transaction)
            .isEqualTo("0x1");
        return receipt[0];
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
