package io.gridbourse.ejb.ledger;

import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.chain.Chain;
import io.gridbourse.ejb.chain.ChainUnavailable;
import io.gridbourse.ejb.chain.Hub;
import io.gridbourse.ejb.ledger.AuditAccounts.Discrepancy;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds the block from which on an account differs, by halving, and says what book and chain have
 * there. A difference that ends and begins again is found at one of its beginnings.
 */
final class ExplainDifference {
  private final Chain chain;
  private final Hub hub;
  private final ChainRows rows;
  private final AccountJournal journal;
  private final LedgerEvents events;

  ExplainDifference(
      Chain chain, Hub hub, ChainRows rows, AccountJournal journal, LedgerEvents events) {
    this.chain = chain;
    this.hub = hub;
    this.rows = rows;
    this.journal = journal;
    this.events = events;
  }

  String of(Discrepancy found, long firstBlock) {
    if (found.account().isZero()) {
      return switch (found.kind()) {
        case "SUM_OF_ENTRIES" -> "an entry was changed or lost: entries of an event sum to zero";
        case "IN_TRANSIT" -> "an event of the hub was not booked, or booked twice";
        default -> "the hub holds fewer tokens than its accounts have";
      };
    }
    try {
      long block = firstDifferent(found, firstBlock);
      return "equal until block " + (block - 1) + ", different from block " + block + at(block);
    } catch (ChainUnavailable e) {
      return "the chain's endpoint cannot tell since when: " + e.getMessage();
    }
  }

  private long firstDifferent(Discrepancy found, long firstBlock) {
    long equal = firstBlock - 1;
    long different = found.block();
    while (different - equal > 1) {
      long middle = equal + (different - equal) / 2;
      if (isEqual(found.account(), middle)) {
        equal = middle;
      } else {
        different = middle;
      }
    }
    return different;
  }

  private boolean isEqual(Address account, long block) {
    AccountJournal.Balances ours = journal.balances(account, block);
    Hub.Balance theirs = hub.balance(account, OptionalLong.of(block));
    return ours.free().equals(theirs.free().units())
        && ours.locked().equals(theirs.locked().units());
  }

  private String at(long number) {
    List<String> ours = rows.kindsAt(number);
    Optional<Chain.Block> block = chain.block(number);
    int theirs = block.map(there -> chain.logs(there, events.addresses()).size()).orElse(0);
    return ", where the chain has "
        + theirs
        + " events and the server "
        + ours.size()
        + (ours.isEmpty() ? "" : ": " + String.join(", ", ours));
  }
}
