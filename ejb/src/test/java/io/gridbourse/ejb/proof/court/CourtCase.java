package io.gridbourse.ejb.proof.court;

import io.gridbourse.contracts.HubEvent;
import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.BagState;
import io.gridbourse.domain.bag.PartitionGrid;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.bag.AcceptedTasks;
import io.gridbourse.ejb.bag.DecidedPartitions;
import io.gridbourse.ejb.bag.Partitions;
import io.gridbourse.ejb.bag.StoredBags;
import io.gridbourse.ejb.bag.TermsOfBags;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.fixtures.TestMarket;
import io.gridbourse.ejb.ledger.LedgerEvent;
import io.gridbourse.ejb.market.Deals;
import io.gridbourse.ejb.schedule.Terms;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.sql.Sql;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A bag of four tasks that was accepted, with a ledger that says what a test wants. */
final class CourtCase {
  static final long CHAIN = 4_711;
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  static final DealId DEAL = new DealId("0x" + "d".repeat(64));
  static final Address HUB = new Address("0x" + "b".repeat(40));
  private static final BagSpec SPEC =
      TestMarket.spec(
          """
          apiVersion: gridbourse/v1
          kind: Bag
          spec:
            app: {ref: noop}
            params: {task: {range: "0-3"}}
            trust: {confidence: 0.66, verify: optimistic}
          """);

  final TestDatabase database = TestDatabase.create();
  final FollowCourt follow = new FollowCourt(database);
  final StoredBags bags = new StoredBags(database, Clock.systemUTC(), event -> {});
  final Bag bag =
      new Bag(
          BagId.of(DEAL),
          DEAL,
          Address.ZERO,
          SPEC,
          BagState.ACCEPTED,
          false,
          NOW,
          Optional.empty());
  final TermsOfBags terms = id -> new Terms(bag, deal(), program(), Optional.empty(), Bytes32.ZERO);
  final DecidedPartitions decided = new DecidedPartitions(database, (partition, of) -> "");
  final AcceptedTasks tasks = new AcceptedTasks(database, bags, decided, terms);
  final Deals deals = new OneDeal(database);
  final List<LedgerEvent> events = new ArrayList<>();

  CourtCase() {
    bags.add(bag);
    new Partitions(database).create(bag.id(), PartitionGrid.cut(4, 1, 1));
    block(1, NOW);
  }

  void block(long number, Instant at) {
    Sql sql = new Sql(database);
    String hash = "0x" + Long.toHexString(number).repeat(64);
    sql.update(
        "insert into chain_block (number, hash, parent, happened_at) values (?, ?, ?, ?)",
        number,
        hash,
        Bytes32.ZERO.hex(),
        at);
    sql.update("delete from chain_cursor");
    sql.update(
        "insert into chain_cursor (chain_id, genesis, hub, number, hash, final_number)"
            + " values (?, ?, ?, ?, ?, 0)",
        CHAIN,
        Bytes32.ZERO.hex(),
        HUB.hex(),
        number,
        hash);
  }

  /** The ledger says something, in an event of its own. */
  void said(HubEvent event) {
    int index = events.size();
    String transaction = Bytes32.ZERO.hex();
    long id =
        new Sql(database)
            .first(
                "insert into chain_event (chain_id, tx_hash, log_index, block_hash, block_number,"
                    + " address, kind, topics, data, state, happened_at)"
                    + " values (?, ?, ?, ?, 1, ?, ?, '', '0x', 'SEEN', ?) returning id",
                row -> row.getLong("id"),
                CHAIN,
                transaction,
                index,
                transaction,
                HUB.hex(),
                event.getClass().getSimpleName(),
                NOW)
            .orElseThrow();
    LedgerEvent told =
        new LedgerEvent(id, 1, NOW, new Bytes32(transaction), index, HUB, Optional.of(event));
    events.add(told);
    follow.seen(told);
  }

  /** Everything that was said is in final blocks. */
  void finalise() {
    new Sql(database).update("update chain_event set state = 'FINAL'");
    events.forEach(follow::finalised);
  }

  private static Deal deal() {
    return new Deal(
        DEAL,
        Bytes32.ZERO,
        HUB,
        Address.ZERO,
        HUB,
        HUB,
        HUB,
        Address.ZERO,
        new Deal.Prices(NanoRlc.ZERO, NanoRlc.ZERO, NanoRlc.of(1_000)),
        Category.XS,
        new Trust(3),
        new Deal.Tasks(0, 4),
        "",
        NOW,
        NanoRlc.of(300),
        1);
  }

  static WorkerWire.Program program() {
    return new WorkerWire.Program(
        "p", "wasm", "", null, List.of(), List.of(), List.of(), List.of(), 1, 1, 1, 1 << 20);
  }

  static ChainSettings chain() {
    return new ChainSettings(
        List.of(URI.create("http://127.0.0.1:1")),
        CHAIN,
        new ChainSettings.Contracts(HUB, HUB, HUB, HUB, HUB),
        ChainSettings.Finality.parse("finalized"),
        0,
        Duration.ofMillis(250),
        Duration.ofSeconds(30),
        LocalTime.of(3, 0));
  }

  /** Deals of which there is one. */
  private static final class OneDeal extends Deals {
    OneDeal(TestDatabase database) {
      super(database);
    }

    @Override
    public Optional<Deal> find(DealId id) {
      return Optional.of(id).filter(DEAL::equals).map(known -> deal());
    }
  }
}
