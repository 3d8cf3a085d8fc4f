package io.gridbourse.ejb.market;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Allocation.Fill;
import io.gridbourse.domain.market.MatchRules.Quartet;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.chain.Hub;
import io.gridbourse.ejb.chain.LedgerCalls;
import io.gridbourse.ejb.ledger.Outbox;
import io.gridbourse.ejb.sql.Sql;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Sends matches that the market's engine chose. Volume is reserved and money counted under locks,
 * in the caller's transaction; the ledger decides.
 */
final class PlannedMatches {
  private static final long POOL_STAKE_PERCENT = 30;
  private final Sql sql;
  private final Hub hub;
  private final Outbox outbox;
  private final BagRequests money;
  private final Reservations reservations;
  private final Address hubAddress;

  PlannedMatches(Sql sql, BagRequests money, Hub hub, Outbox outbox, Address hubAddress) {
    this.sql = sql;
    this.hub = hub;
    this.outbox = outbox;
    this.money = money;
    this.reservations = new Reservations(sql);
    this.hubAddress = hubAddress;
  }

  /** What became of a plan. */
  sealed interface Outcome {
    /** It is on its way; {@code deal} is what it will be called if nobody is faster. */
    record Sent(DealId deal) implements Outcome {}

    /** Nothing was planned. */
    record NotSent(Submission.Reason reason, String detail) implements Outcome {}
  }

  /**
   * Locks the money of all parties of matches that one transaction plans, in one order for all
   * transactions: a row of an order is only ever locked by who holds the money of its pool's owner.
   */
  void lock(List<Fill> fills, Function<Fill, Address> poolOwner) {
    fills.stream()
        .flatMap(
            fill -> Stream.of(poolOwner.apply(fill), fill.orders().request().order().requester()))
        .sorted()
        .distinct()
        .forEach(money::lockFunds);
  }

  /**
   * Plans one match, whose parties are {@link #lock locked}.
   *
   * @param consumed volume of the request that deals and earlier plans use
   */
  Outcome plan(Fill fill, Address poolOwner, long consumed, Instant now) {
    Quartet orders = fill.orders();
    Address requester = orders.request().order().requester();
    NanoRlc stake =
        orders.pool().order().price().percentFloor(POOL_STAKE_PERCENT).times(fill.volume());
    Optional<Outcome> lack = lack(fill, requester, poolOwner, stake);
    if (lack.isPresent()) {
      return lack.get();
    }
    DealId deal = DealId.of(orders.request().hash().bytes(), consumed);
    String intent = "market:" + deal.hex() + ":" + (tries(deal) + 1);
    if (!reservations.reserve(intent, hashes(orders), fill.volume())) {
      return new Outcome.NotSent(
          Submission.Reason.NO_POOL_FITS, "somebody else took the volume meanwhile");
    }
    outbox.plan(intent, SubmitBag.SENDER_KEY, hubAddress, LedgerCalls.match(orders));
    sql.update(
        "insert into planned_match (intent, deal, request, requester, pool_owner, volume, locks,"
            + " pool_stake, planned_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        intent,
        deal.hex(),
        orders.request().hash().hex(),
        requester.hex(),
        poolOwner.hex(),
        BigDecimal.valueOf(fill.volume()),
        fill.total().units(),
        stake.units(),
        now);
    return new Outcome.Sent(deal);
  }

  private Optional<Outcome> lack(Fill fill, Address requester, Address poolOwner, NanoRlc stake) {
    NanoRlc needed = requester.equals(poolOwner) ? fill.total().plus(stake) : fill.total();
    NanoRlc free = spendable(requester);
    if (free.compareTo(needed) < 0) {
      return Optional.of(
          new Outcome.NotSent(
              Submission.Reason.NO_FUNDS,
              "the match needs " + needed + ", the account " + requester + " has " + free));
    }
    NanoRlc stakeable = spendable(poolOwner);
    return stakeable.compareTo(stake) >= 0
        ? Optional.empty()
        : Optional.of(
            new Outcome.NotSent(
                Submission.Reason.POOL_STAKE_LOW,
                "the pool must stake " + stake + " and its owner has " + stakeable + " free"));
  }

  private NanoRlc spendable(Address account) {
    NanoRlc free = hub.balance(account, OptionalLong.empty()).free();
    NanoRlc planned = money.plannedLocks(account);
    return free.compareTo(planned) > 0 ? free.minus(planned) : NanoRlc.ZERO;
  }

  private long tries(DealId deal) {
    return sql.first(
            "select count(*) from planned_match where deal = ?", row -> row.getLong(1), deal.hex())
        .orElse(0L);
  }

  private static List<Bytes32> hashes(Quartet orders) {
    List<Bytes32> hashes =
        new ArrayList<>(
            List.of(orders.app().hash(), orders.pool().hash(), orders.request().hash()));
    if (orders.dataset().order().isPresent()) {
      hashes.add(orders.dataset().hash());
    }
    return hashes;
  }
}
