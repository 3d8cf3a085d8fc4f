package io.gridbourse.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.contracts.EthCalls;
import io.gridbourse.contracts.HubCalls;
import io.gridbourse.contracts.RequestOrder;
import io.gridbourse.contracts.SigningDomain;
import io.gridbourse.contracts.SigningKey;
import io.gridbourse.contracts.WorkerpoolOrder;
import java.math.BigInteger;
import java.util.UUID;

/** Somebody with a wallet, who signs orders and puts them into the book. */
final class Trader {
  static final String NOBODY = "0x" + "0".repeat(40);
  static final String NOTHING = "0x" + "0".repeat(64);
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Grid grid;
  private final SigningKey key = SigningKey.generate();

  Trader(Grid grid) {
    this.grid = grid;
  }

  /** One with this much money in the hub. */
  static Trader with(Grid grid, BigInteger nanoRlc) {
    Trader trader = new Trader(grid);
    grid.installation().ledger().give(trader.address(), nanoRlc);
    return trader;
  }

  String address() {
    return key.address();
  }

  /** Where orders of this installation are signed. */
  SigningDomain domain() {
    return new SigningDomain(grid.installation().chain().id(), grid.chain().hub());
  }

  RequestOrder sign(RequestOrder order, SigningDomain where) {
    return key.sign(order, where);
  }

  /** A request for tasks of an app, which no restriction binds. */
  RequestOrder request(String app, BigInteger appMax, BigInteger poolMax, long volume) {
    RequestOrder order =
        new RequestOrder(
            app,
            appMax,
            NOBODY,
            BigInteger.ZERO,
            NOBODY,
            poolMax,
            address(),
            BigInteger.valueOf(volume),
            NOTHING,
            BigInteger.ZERO,
            BigInteger.ONE,
            address(),
            NOBODY,
            "{\"iexec_args\":\"noop {index}\"}",
            salt(),
            "0x");
    return sign(order, domain());
  }

  /** An offer of a new pool, which nobody runs. */
  WorkerpoolOrder offer(BigInteger price, long volume) {
    String description = "idle " + UUID.randomUUID();
    EthCalls calls = grid.installation().ledger().calls();
    grid.chain()
        .send(
            address(),
            grid.installation().ledger().addresses().workerpoolRegistry(),
            HubCalls.createWorkerpool(address(), description));
    return key.sign(
        new WorkerpoolOrder(
            calls.predictWorkerpool(address(), description),
            price,
            BigInteger.valueOf(volume),
            NOTHING,
            BigInteger.ZERO,
            BigInteger.valueOf(100),
            NOBODY,
            NOBODY,
            NOBODY,
            salt(),
            "0x"),
        domain());
  }

  private static String salt() {
    return "0x" + UUID.randomUUID().toString().replace("-", "").repeat(2);
  }

  /** Asks the server to list an order. */
  Http.Answer publish(String kind, Object order) {
    return publish(kind, JSON.<ObjectNode>valueToTree(order));
  }

  Http.Answer publish(String kind, ObjectNode order) {
    ObjectNode body = JSON.createObjectNode().put("kind", kind);
    body.set("order", order);
    return grid.http("requester").post("/api/v1/orders", body.toString());
  }

  /** Lists an order; its hash. */
  String published(String kind, Object order) {
    JsonNode view = publish(kind, order).want(201);
    return view.path("hash").asText();
  }
}
