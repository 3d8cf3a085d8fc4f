package io.gridbourse.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.contracts.HubCalls;
import io.gridbourse.contracts.HubCalls.OrderOperation;
import io.gridbourse.contracts.RequestOrder;
import io.gridbourse.contracts.SigningDomain;
import io.gridbourse.contracts.WorkerpoolOrder;
import io.gridbourse.domain.value.Hex;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Orders that are bent, replayed, raced for and overspent: refused, or taken once. */
@ExtendWith(GridExtension.class)
class OrderFaultIT {
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final BigInteger POOL_PRICE = BigInteger.valueOf(1_000);
  private static final long STAKE = 300;

  /** Nobody is told yes or no: the request may be made again. */
  private static final int BUSY = 503;

  private static final BigInteger APP_PRICE = BigInteger.valueOf(1_000);

  /** What the installation's own pool asks for a task of the smallest category. */
  private static final BigInteger XS_PRICE = BigInteger.valueOf(1_000_000);

  private static final BigInteger CURVE_ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

  @Test
  void bentSignaturesAreNobodysAndTheTwoFormsOfOneAreOneOrder(Grid grid) {
    Trader trader = new Trader(grid);
    RequestOrder order = unmatchable(grid, trader, 3);
    String digest = Hex.of(trader.domain().digestOf(order));
    bent(order.sign())
        .forEach(
            (how, signature) -> {
              trader.publish("request", order.signed(signature)).wantRefusal("sign");
              assertThat(grid.chain().accepts(order.requester(), digest, signature))
                  .as("%s on the ledger", how)
                  .isFalse();
            });
    RequestOrder nobodys = ofNobody(order);
    String zero = "0x" + "00".repeat(65);
    assertThat(trader.publish("request", nobodys.signed(zero)).status()).isEqualTo(422);
    String hash = trader.published("request", order);
    assertThat(hash).isEqualTo(digest);
    RequestOrder compact = order.signed(compact(order.sign()));
    assertThat(grid.chain().accepts(order.requester(), digest, compact.sign())).isTrue();
    assertThat(trader.published("request", compact)).as("the same order").isEqualTo(hash);
    assertThat(grid.tables().number("select count(*) from market_order where hash = ?", hash))
        .isOne();
  }

  /** The same signature in forms that a careless check takes for others of the same key. */
  private static Map<String, String> bent(String good) {
    String r = good.substring(2, 66);
    BigInteger s = new BigInteger(good.substring(66, 130), 16);
    boolean odd = good.endsWith("1c");
    String high = String.format("%064x", CURVE_ORDER.subtract(s));
    Map<String, String> bent = new LinkedHashMap<>();
    bent.put("high s", "0x" + r + high + (odd ? "1b" : "1c"));
    bent.put("v 0 or 1", good.substring(0, 130) + (odd ? "01" : "00"));
    bent.put("v 29", good.substring(0, 130) + "1d");
    bent.put("the other v", good.substring(0, 130) + (odd ? "1b" : "1c"));
    bent.put("compact with a high s", "0x" + r + high);
    bent.put("r of 0", "0x" + "0".repeat(64) + good.substring(66));
    bent.put("s of 0", "0x" + r + "0".repeat(64) + good.substring(130));
    bent.put("r of the curve's order", "0x" + CURVE_ORDER.toString(16) + good.substring(66));
    bent.put("a byte more", good + "00");
    bent.put("nothing", "0x");
    return bent;
  }

  private static String compact(String good) {
    boolean odd = good.endsWith("1c");
    char first = good.charAt(66);
    int half = Character.digit(first, 16) + (odd ? 8 : 0);
    return good.substring(0, 66) + Integer.toHexString(half) + good.substring(67, 130);
  }

  @Test
  void ordersForAnotherChainOrAnotherHubAreRefused(Grid grid) {
    Trader trader = new Trader(grid);
    SigningDomain here = trader.domain();
    RequestOrder order = unmatchable(grid, trader, 1);
    String token = grid.installation().ledger().addresses().token();
    for (SigningDomain elsewhere :
        List.of(
            new SigningDomain(here.chainId() + 1, here.hub()),
            new SigningDomain(134, here.hub()),
            new SigningDomain(here.chainId(), token))) {
      RequestOrder foreign = trader.sign(order, elsewhere);
      trader.publish("request", foreign).wantProblem(422, "NOT_SIGNED_BY_OWNER");
      assertThat(
              grid.chain().accepts(trader.address(), Hex.of(here.digestOf(order)), foreign.sign()))
          .isFalse();
    }
    Trader thief = new Trader(grid);
    thief.publish("request", thief.sign(order, here)).wantProblem(422, "NOT_SIGNED_BY_OWNER");
  }

  @Test
  void sixtyFourFillsAtOnceTakeNoMoreThanThereIs(Grid grid) throws Exception {
    long volume = 40;
    Trader owner = Trader.with(grid, BigInteger.valueOf(volume * STAKE));
    String order = owner.published("pool", owner.offer(POOL_PRICE, volume));
    List<Callable<Http.Answer>> fills = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      fills.add(() -> fill(grid, order, 1));
    }
    long taken = accepted(atOnce(fills));
    assertThat(taken).isBetween(1L, volume);
    for (; taken < volume; taken++) {
      fill(grid, order, 1).want(200);
    }
    await("all deals are made")
        .atMost(WITHIN)
        .until(() -> grid.chain().matched(order), matched -> matched == volume);
    assertThat(grid.chain().consumed(order)).isEqualTo(volume);
    assertThat(grid.chain().account(owner.address()).free()).isZero();
    fill(grid, order, 1).wantProblem(422, "UNKNOWN_ORDER");
    nothingIsReserved(grid, order);
  }

  @Test
  void whatIsClosedWhileItIsFilledIsClosedForAll(Grid grid) throws Exception {
    Trader owner = Trader.with(grid, BigInteger.valueOf(40 * STAKE));
    WorkerpoolOrder offer = owner.offer(POOL_PRICE, 40);
    String order = owner.published("pool", offer);
    List<Callable<Http.Answer>> race = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      race.add(() -> fill(grid, order, 5));
    }
    race.add(
        () -> {
          close(grid, owner, offer);
          return new Http.Answer(0, "", "", "");
        });
    atOnce(race);
    nothingIsReserved(grid, order);
    long matched = grid.chain().matched(order);
    assertThat(matched).isBetween(0L, 40L);
    assertThat(grid.chain().consumed(order)).as("closed").isEqualTo(40);
    assertThat(grid.chain().account(owner.address()).locked())
        .isEqualTo(BigInteger.valueOf(matched * STAKE));
    fill(grid, order, 1).wantProblem(422, "UNKNOWN_ORDER");
  }

  @Test
  void stakeIsNotSpentTwiceWhileItIsWithdrawn(Grid grid) throws Exception {
    BigInteger held = BigInteger.valueOf(3 * STAKE);
    Trader owner = Trader.with(grid, held);
    WorkerpoolOrder offer = owner.offer(POOL_PRICE, 100);
    String order = owner.published("pool", offer);
    List<Callable<Http.Answer>> race = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      race.add(() -> fill(grid, order, 1));
    }
    race.add(
        () -> {
          withdraw(grid, owner, BigInteger.valueOf(STAKE));
          return new Http.Answer(0, "", "", "");
        });
    List<Http.Answer> answers = atOnce(race);
    assertThat(accepted(answers)).isLessThanOrEqualTo(3);
    for (Http.Answer answer : answers) {
      if (answer.status() >= 400 && answer.status() != BUSY) {
        assertThat(answer.wantRefusal("").path("code").asText())
            .isIn("POOL_STAKE_LOW", "NOTHING_FITS");
      }
    }
    nothingIsReserved(grid, order);
    var account = grid.chain().account(owner.address());
    assertThat(account.locked()).isEqualTo(BigInteger.valueOf(grid.chain().matched(order) * STAKE));
    assertThat(account.free().add(account.locked()).add(grid.chain().tokens(owner.address())))
        .isEqualTo(held);
    close(grid, owner, offer);
  }

  @Test
  void moneyIsNotSpentTwiceByRequestersWhoWithdraw(Grid grid) throws Exception {
    BigInteger needed = APP_PRICE.add(XS_PRICE).multiply(BigInteger.TWO);
    String app = app(grid);
    List<Callable<Http.Answer>> races = new ArrayList<>();
    Map<Trader, String> requests = new LinkedHashMap<>();
    for (int i = 0; i < 6; i++) {
      Trader trader = Trader.with(grid, needed);
      RequestOrder order = trader.request(app, APP_PRICE, XS_PRICE, 2);
      String hash = Hex.of(trader.domain().digestOf(order));
      requests.put(trader, hash);
      boolean late = i % 2 == 0;
      races.add(
          () -> {
            Http.Answer listed = trader.publish("request", order);
            if (late) {
              await("its match is planned").atMost(WITHIN).until(() -> isPlanned(grid, hash));
            }
            withdraw(grid, trader, needed);
            return listed;
          });
    }
    atOnce(races).forEach(listed -> listed.want(201));
    requests.forEach(
        (trader, order) -> {
          nothingIsReserved(grid, order);
          var account = grid.chain().account(trader.address());
          BigInteger tokens = grid.chain().tokens(trader.address());
          boolean withdrawn = tokens.signum() > 0;
          assertThat(grid.chain().consumed(order)).isEqualTo(withdrawn ? 0 : 2);
          assertThat(tokens).isEqualTo(withdrawn ? needed : BigInteger.ZERO);
          assertThat(account.free()).isZero();
          assertThat(account.locked()).isLessThanOrEqualTo(withdrawn ? BigInteger.ZERO : needed);
        });
  }

  private static void close(Grid grid, Trader owner, WorkerpoolOrder offer) {
    grid.chain()
        .send(owner.address(), grid.chain().hub(), HubCalls.manage(offer, OrderOperation.CLOSE));
  }

  private static boolean isPlanned(Grid grid, String request) {
    return grid.tables().number("select count(*) from planned_match where request = ?", request)
        > 0;
  }

  private static boolean withdraw(Grid grid, Trader trader, BigInteger amount) {
    return grid.chain().attempt(trader.address(), grid.chain().hub(), HubCalls.withdraw(amount));
  }

  private static Http.Answer fill(Grid grid, String order, long volume) {
    String body =
        "{\"poolOrder\":\"%s\",\"app\":\"noop\",\"volume\":%d,\"params\":\"\"}"
            .formatted(order, volume);
    return grid.http("requester").post("/api/v1/market/fill", body);
  }

  private static long accepted(List<Http.Answer> answers) {
    return answers.stream().filter(answer -> answer.status() == 200).count();
  }

  private static void nothingIsReserved(Grid grid, String order) {
    await("nothing of " + order + " is on its way")
        .atMost(WITHIN)
        .until(
            () ->
                grid.tables()
                    .number(
                        "select coalesce(sum(reserved), 0) from market_order where hash = ?",
                        order),
            reserved -> reserved == 0);
  }

  private static List<Http.Answer> atOnce(List<Callable<Http.Answer>> calls) throws Exception {
    CyclicBarrier together = new CyclicBarrier(calls.size());
    ExecutorService threads = Executors.newFixedThreadPool(calls.size());
    try {
      List<Future<Http.Answer>> all = new ArrayList<>();
      for (Callable<Http.Answer> call : calls) {
        all.add(
            threads.submit(
                () -> {
                  together.await();
                  return call.call();
                }));
      }
      List<Http.Answer> answers = new ArrayList<>();
      for (Future<Http.Answer> each : all) {
        answers.add(each.get());
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }

  private static String app(Grid grid) {
    return grid.rest("provider").get("/api/v1/apps/noop").path("address").asText();
  }

  /** Nobody computes for so little: it stays in the book. */
  private static RequestOrder unmatchable(Grid grid, Trader trader, long volume) {
    return trader.request(app(grid), APP_PRICE, BigInteger.ONE, volume);
  }

  private static RequestOrder ofNobody(RequestOrder order) {
    ObjectNode tree = new ObjectMapper().valueToTree(order);
    tree.put("requester", Trader.NOBODY);
    return new ObjectMapper().convertValue(tree, RequestOrder.class);
  }
}
