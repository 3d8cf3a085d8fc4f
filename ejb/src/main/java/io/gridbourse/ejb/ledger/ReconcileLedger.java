package io.gridbourse.ejb.ledger;

import io.gridbourse.contracts.HubEvent;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.chain.Chain;
import io.gridbourse.ejb.chain.ChainUnavailable;
import io.gridbourse.ejb.chain.Hub;
import io.gridbourse.ejb.chain.UnsupportedDeal;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Reads the chain block by block, keeps what the hub said, undoes what a reorganisation took away,
 * and acts on what is final. One node does it at a time; each block is one transaction, so that a
 * node can end anywhere.
 */
@ApplicationScoped
public class ReconcileLedger {
  private static final Logger LOG = Logger.getLogger(ReconcileLedger.class.getName());
  static final String LEASE = "reconcile";
  private static final int BLOCKS_PER_ROUND = 500;
  private static final int BLOCKS_KEPT = 2048;

  private Chain chain;
  private Hub hub;
  private ChainSettings settings;
  private NodeLeases leases;
  private FinalEvents finalEvents;
  private LedgerEvents events;
  private ChainRows rows;
  private AccountJournal journal;
  private OrphanBlocks orphans;

  protected ReconcileLedger() {}

  /** The reader of this node. */
  @Inject
  public ReconcileLedger(
      Chain chain,
      Hub hub,
      ChainSettings settings,
      DataSource database,
      NodeLeases leases,
      FinalEvents finalEvents,
      LedgerEvents events,
      LedgerIncidents incidents,
      Clock clock) {
    this.chain = chain;
    this.hub = hub;
    this.settings = settings;
    this.leases = leases;
    this.finalEvents = finalEvents;
    this.events = events;
    Sql sql = new Sql(database);
    this.rows = new ChainRows(sql, settings.chainId());
    this.journal = new AccountJournal(sql, settings.contracts().hub());
    OutboxChanges outbox = new OutboxChanges(database, leases, clock);
    this.orphans =
        new OrphanBlocks(
            chain,
            settings,
            new OrphanBlocks.Rows(leases, rows, journal, outbox, events, incidents));
  }

  /** One round; true if it read a block or something became final. */
  public boolean reconcile() {
    Optional<Lease> lease = leases.hold(LEASE);
    if (lease.isEmpty()) {
      return false;
    }
    Chain.Block head = chain.head();
    ChainRows.Cursor cursor = rows.cursor().orElseGet(() -> start(lease.get()));
    boolean moved = !head.hash().equals(cursor.hash()) && !isBehind(head, cursor);
    if (moved) {
      cursor = catchUp(lease.get(), cursor, head);
    }
    boolean settled = rows.hasOpenEvents() && finalise(lease.get(), cursor);
    return moved || settled;
  }

  /** Whether the endpoint merely lags: its head is one of our blocks. */
  private boolean isBehind(Chain.Block head, ChainRows.Cursor cursor) {
    return head.number() < cursor.number()
        && rows.hashOf(head.number()).filter(head.hash()::equals).isPresent();
  }

  private ChainRows.Cursor start(Lease lease) {
    Bytes32 genesis = required(0).hash();
    Chain.Block first = required(settings.startBlock());
    leases.run(
        lease,
        () -> {
          rows.start(genesis, settings.contracts().hub(), first);
          bookBlock(first);
        });
    return rows.cursor().orElseThrow();
  }

  private ChainRows.Cursor catchUp(Lease lease, ChainRows.Cursor from, Chain.Block head) {
    ChainRows.Cursor cursor = from;
    for (int i = 0; i < BLOCKS_PER_ROUND && !cursor.hash().equals(head.hash()); i++) {
      long next = cursor.number() + 1;
      Optional<Chain.Block> block =
          head.number() == next ? Optional.of(head) : blockUpTo(head, next);
      if (block.isPresent() && block.get().parent().equals(cursor.hash())) {
        cursor = append(lease, cursor, block.get());
      } else {
        cursor = orphans.stepBack(lease, cursor);
      }
    }
    return cursor;
  }

  private Optional<Chain.Block> blockUpTo(Chain.Block head, long number) {
    return number < head.number() ? chain.block(number) : Optional.empty();
  }

  private ChainRows.Cursor append(Lease lease, ChainRows.Cursor cursor, Chain.Block block) {
    List<Chain.LogEntry> logs = logsOf(block);
    leases.run(
        lease,
        () -> {
          rows.advance(cursor, block.number(), block.hash());
          rows.addBlock(block);
          if (!logs.isEmpty()) {
            book(block, logs);
          }
          if (block.number() % BLOCKS_KEPT == 0) {
            rows.prune(block.number() - BLOCKS_KEPT, settings.startBlock());
          }
        });
    return new ChainRows.Cursor(
        cursor.genesis(), cursor.hub(), block.number(), block.hash(), cursor.finalNumber());
  }

  private void bookBlock(Chain.Block block) {
    List<Chain.LogEntry> logs = logsOf(block);
    if (!logs.isEmpty()) {
      book(block, logs);
    }
  }

  private List<Chain.LogEntry> logsOf(Chain.Block block) {
    Set<Address> contracts = events.addresses();
    return contracts.stream().anyMatch(block::mayHaveEventsOf)
        ? chain.logs(block, contracts)
        : List.of();
  }

  private void book(Chain.Block block, List<Chain.LogEntry> logs) {
    rows.confirmBelow(block.number());
    for (Chain.LogEntry log : logs) {
      String kind =
          events
              .decode(log.contract(), log.topics(), log.data())
              .map(known -> known.getClass().getSimpleName())
              .orElse("Other");
      rows.addEvent(block, log, kind).map(events::event).ifPresent(this::book);
    }
  }

  private void book(LedgerEvent event) {
    event
        .as(HubEvent.class)
        .ifPresent(hubEvent -> journal.book(event.id(), event.block(), hubEvent));
    events.seen(event);
  }

  private boolean finalise(Lease lease, ChainRows.Cursor cursor) {
    long number = Math.min(Finality.number(chain, settings.finality()), cursor.number());
    List<ChainRows.StoredEvent> open = rows.openUpTo(number);
    if (open.isEmpty() || !isAgreed(number)) {
      return false;
    }
    for (ChainRows.StoredEvent stored : open) {
      LedgerEvent event = events.event(stored);
      Optional<Deal> deal = event.as(HubEvent.OrdersMatched.class).flatMap(this::dealOf);
      leases.run(
          lease,
          () -> {
            rows.makeFinal(event.id());
            act(event, deal);
            events.finalised(event);
          });
    }
    rows.finalised(number);
    return true;
  }

  /**
   * Whether enough endpoints have our block; if they have another, the reader is on a wrong one.
   */
  private boolean isAgreed(long number) {
    Optional<Bytes32> theirs = chain.agreedHash(number);
    Optional<Bytes32> ours = rows.hashOf(number);
    if (theirs.isPresent() && ours.isPresent() && !theirs.equals(ours)) {
      throw new ChainUnavailable("the final block " + number + " is not the one that was read");
    }
    return theirs.isPresent();
  }

  private Optional<Deal> dealOf(HubEvent.OrdersMatched matched) {
    DealId id = new DealId(matched.dealId());
    Optional<Deal> deal;
    try {
      deal = hub.deal(id, new Bytes32(matched.requestHash()));
    } catch (UnsupportedDeal e) {
      LOG.warning(e::getMessage);
      return Optional.empty();
    }
    if (deal.isEmpty()) {
      throw new ChainUnavailable("the chain's endpoint does not know the final deal " + id);
    }
    return deal;
  }

  private void act(LedgerEvent event, Optional<Deal> deal) {
    FinalEvents.Place place =
        new FinalEvents.Place(event.id(), event.transaction().hex(), event.block());
    deal.ifPresent(found -> finalEvents.dealFinal(found, place));
    event
        .as(HubEvent.PartitionSettled.class)
        .ifPresent(settled -> finalEvents.partitionFinal(settled, place));
  }

  private Chain.Block required(long number) {
    return chain
        .block(number)
        .orElseThrow(() -> new ChainUnavailable("the chain has no block " + number + " yet"));
  }
}
