package io.gridbourse.ejb.ledger;

import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.chain.Chain;
import io.gridbourse.ejb.chain.ChainUnavailable;
import io.gridbourse.ejb.ledger.LedgerIncident.Kind;
import io.gridbourse.ejb.settings.ChainSettings;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.logging.Logger;

/**
 * Goes back to the newest block that the chain still has, and undoes all above it in one
 * transaction: events, money in the book, and what the server had sent. If something was final,
 * that is an incident: nothing new is signed until an audit finds book and contract equal again.
 */
final class OrphanBlocks {
  private static final Logger LOG = Logger.getLogger(OrphanBlocks.class.getName());
  private final Chain chain;
  private final ChainSettings settings;
  private final Rows rows;

  OrphanBlocks(Chain chain, ChainSettings settings, Rows rows) {
    this.chain = chain;
    this.settings = settings;
    this.rows = rows;
  }

  /** What is undone. */
  record Rows(
      NodeLeases leases,
      ChainRows chain,
      AccountJournal journal,
      OutboxChanges outbox,
      LedgerEvents events,
      LedgerIncidents incidents) {}

  /** Where the reader is afterwards. */
  ChainRows.Cursor stepBack(Lease lease, ChainRows.Cursor cursor) {
    Optional<Chain.Block> common = common(cursor);
    if (common.isEmpty()) {
      return startAgain(lease, cursor);
    }
    Chain.Block block = common.get();
    if (block.number() == cursor.number()) {
      throw new ChainUnavailable(
          "the chain's endpoint gave a head that does not follow from block " + block.number());
    }
    return undo(lease, cursor, block, block.number());
  }

  private Optional<Chain.Block> common(ChainRows.Cursor cursor) {
    long number = cursor.number();
    Optional<Bytes32> ours = Optional.of(cursor.hash());
    while (ours.isPresent()) {
      Bytes32 hash = ours.get();
      Optional<Chain.Block> block = chain.block(number).filter(now -> now.hash().equals(hash));
      if (block.isPresent()) {
        return block;
      }
      number--;
      ours = rows.chain.hashOf(number);
    }
    return Optional.empty();
  }

  /** No block that is still kept is on the chain: all is read again from the first one. */
  private ChainRows.Cursor startAgain(Lease lease, ChainRows.Cursor cursor) {
    Optional<Bytes32> genesis = chain.agreedHash(0);
    if (!genesis.equals(Optional.of(cursor.genesis()))) {
      throw new ChainUnavailable(
          "the chain's endpoint serves a chain that begins with another block than ours");
    }
    Chain.Block first =
        chain
            .block(settings.startBlock())
            .orElseThrow(
                () -> new ChainUnavailable("the chain has no block " + settings.startBlock()));
    return undo(lease, cursor, first, first.number() - 1);
  }

  /** Undoes all blocks above {@code kept}; {@code last} is the newest block read from then on. */
  private ChainRows.Cursor undo(Lease lease, ChainRows.Cursor cursor, Chain.Block last, long kept) {
    LOG.warning(() -> "chain reorganised from=" + cursor.number() + " to the common block=" + kept);
    boolean deep = rows.chain.finalAbove(kept);
    if (deep) {
      requireAgreed(kept + 1);
    }
    rows.leases.run(
        lease,
        () -> {
          rows.chain.above(kept).forEach(this::undo);
          rows.chain.orphanAbove(kept);
          int reopened = rows.outbox.orphanAbove(kept);
          if (kept < last.number()) {
            rows.chain.addBlock(last);
          }
          rows.chain.advance(cursor, last.number(), last.hash());
          rows.chain.finalAtMost(kept);
          if (deep || reopened > 0) {
            raise(cursor, kept, reopened);
          }
        });
    return new ChainRows.Cursor(
        cursor.genesis(),
        cursor.hub(),
        last.number(),
        last.hash(),
        Math.min(cursor.finalNumber(), kept));
  }

  private void undo(ChainRows.StoredEvent stored) {
    rows.journal.compensate(stored.id());
    rows.events.undone(rows.events.event(stored), stored.isFinal());
  }

  /** What was final goes only if enough endpoints say so; one that lies is found out here. */
  private void requireAgreed(long number) {
    Optional<Bytes32> ours = rows.chain.hashOf(number);
    Optional<Bytes32> theirs = chain.agreedHash(number);
    if (ours.isPresent() && ours.equals(theirs)) {
      throw new ChainUnavailable(
          "an endpoint gave another block " + number + " than the others, which is final");
    }
  }

  private void raise(ChainRows.Cursor cursor, long kept, int reopened) {
    rows.incidents.raise(
        Kind.DEEP_REORGANISATION,
        "blocks "
            + (kept + 1)
            + " to "
            + cursor.number()
            + " are gone, and some of them were final: "
            + reopened
            + " transactions of this server are sent again; nothing new is signed until the books"
            + " equal the contract",
        OptionalLong.of(Math.max(0, kept)));
  }
}
