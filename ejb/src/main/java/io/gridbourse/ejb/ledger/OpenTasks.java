package io.gridbourse.ejb.ledger;

import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.chain.LedgerCalls;
import io.gridbourse.ejb.settings.ChainSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.stream.LongStream;

/**
 * Opens the tasks of a deal on the ledger, all in one transaction, so that its clients see each
 * from its start. Where somebody opened one before, which anybody may, the ledger refuses; the
 * others then open with their settlement.
 */
@ApplicationScoped
public class OpenTasks {
  private static final String PREFIX = "open:";
  private Outbox outbox;
  private PoolOwnerKeys keys;
  private Address hub;

  protected OpenTasks() {}

  /** Through the outbox to the settings' hub. */
  @Inject
  public OpenTasks(Outbox outbox, PoolOwnerKeys keys, ChainSettings settings) {
    this.outbox = outbox;
    this.keys = keys;
    this.hub = settings.contracts().hub();
  }

  /** Plans to open all tasks of a deal; again changes nothing. */
  public void open(Deal deal) {
    outbox.plan(
        PREFIX + deal.id().hex(),
        keys.of(deal.id()),
        hub,
        LedgerCalls.openTasks(deal.id(), indexes(deal).toArray()));
  }

  private static LongStream indexes(Deal deal) {
    long first = deal.tasks().botFirst();
    return LongStream.range(first, first + deal.tasks().botSize());
  }
}
