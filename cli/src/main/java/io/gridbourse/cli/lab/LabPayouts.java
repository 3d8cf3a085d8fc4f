package io.gridbourse.cli.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.proof.Payouts;
import io.gridbourse.domain.proof.PocoRule;
import io.gridbourse.domain.proof.ladder.Certificate;
import io.gridbourse.domain.proof.ladder.ProofRefusal;
import io.gridbourse.domain.proof.ladder.Vote;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** Who gets what for one task, with the stakes that were locked for it. All amounts in nRLC. */
final class LabPayouts {
  private static final int STAKE_PERCENT = 30;

  private final NanoRlc price;
  private final NanoRlc app;
  private final NanoRlc dataset;
  private final NanoRlc kitty;
  private final NanoRlc stake;
  private final int schedulerPercent;

  LabPayouts(JsonNode money) {
    this.price = amount(money, "price");
    this.app = amount(money, "app");
    this.dataset = amount(money, "dataset");
    this.kitty = amount(money, "kitty");
    this.stake = price.percentFloor(money.path("stakePercent").asInt(STAKE_PERCENT));
    this.schedulerPercent = money.path("schedulerPercent").asInt(0);
  }

  private static NanoRlc amount(JsonNode money, String name) {
    JsonNode node = money.path(name);
    try {
      return node.isMissingNode() ? NanoRlc.ZERO : NanoRlc.parse(node.asText());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ProofRefusal("money." + name, "0 to 2^256-1 nRLC", node.asText());
    }
  }

  ObjectNode of(List<Vote<String>> votes, Optional<Certificate<String>> certificate) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    if (certificate.isEmpty()) {
      return undecided(node);
    }
    String accepted = certificate.get().answer();
    List<Vote<String>> winners =
        votes.stream().filter(vote -> vote.answer().equals(accepted)).toList();
    NanoRlc losses = stake.times(votes.size() - (long) winners.size());
    Payouts.Split split =
        Payouts.split(
            price,
            losses,
            schedulerPercent,
            winners.stream().map(vote -> PocoRule.weight(vote.standing().score())).toList());
    ArrayNode workers = node.putArray("workers");
    for (Vote<String> vote : votes) {
      ObjectNode worker = workers.addObject().put("worker", vote.worker());
      int place = winners.indexOf(vote);
      NanoRlc reward = place < 0 ? NanoRlc.ZERO : split.workers().get(place);
      put(worker, "reward", reward);
      put(worker, "stakeReturned", place < 0 ? NanoRlc.ZERO : stake);
      put(worker, "stakeSeized", place < 0 ? stake : NanoRlc.ZERO);
      put(worker, "credited", place < 0 ? NanoRlc.ZERO : reward.plus(stake));
    }
    NanoRlc released = Payouts.releasedFromKitty(kitty, 1);
    ObjectNode scheduler = node.putObject("scheduler");
    put(scheduler, "reward", split.scheduler());
    put(scheduler, "stakeReturned", stake);
    put(scheduler, "fromKitty", released);
    put(scheduler, "credited", split.scheduler().plus(stake).plus(released));
    put(node, "app", app);
    put(node, "dataset", dataset);
    put(node, "requesterPaid", price.plus(app).plus(dataset));
    put(node, "paidOutWithStakes", out(winners.size(), votes.size()));
    put(node, "kittyAfter", kitty.minus(released));
    return node;
  }

  /** Everything that leaves what was locked for the task: prices, and stakes of all. */
  private NanoRlc out(int winners, int votes) {
    NanoRlc stakes = stake.times(1L + winners).plus(stake.times((long) votes - winners));
    return price.plus(app).plus(dataset).plus(stakes);
  }

  private ObjectNode undecided(ObjectNode node) {
    node.put("remark", "nothing is paid before an answer is accepted");
    put(node, "refundAfterDeadline", price.plus(app).plus(dataset));
    put(node, "schedulerStakeToKitty", stake);
    return node;
  }

  /** Numbers as long as JSON readers keep them exact, else text. */
  private static void put(ObjectNode node, String name, NanoRlc amount) {
    BigInteger units = amount.units();
    if (units.bitLength() <= 53) {
      node.put(name, units.longValue());
    } else {
      node.put(name, units.toString());
    }
  }
}
