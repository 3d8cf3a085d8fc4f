package io.gridbourse.ejb.ledger;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.PartitionSettlement;
import io.gridbourse.domain.ledger.Settlements;
import io.gridbourse.domain.ledger.TaskSettlement;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.chain.LedgerCalls;
import io.gridbourse.ejb.settings.ChainSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** Settlements by way of the outbox, sent with the pool owner's key. */
@ApplicationScoped
public class OutboxSettlements implements Settlements {
  private Outbox outbox;
  private Address hub;
  private PoolOwnerKeys keys;

  protected OutboxSettlements() {}

  /** Settlements to the settings' hub. */
  @Inject
  public OutboxSettlements(Outbox outbox, PoolOwnerKeys keys, ChainSettings settings) {
    this.outbox = outbox;
    this.keys = keys;
    this.hub = settings.contracts().hub();
  }

  @Override
  public void plan(PartitionSettlement settlement) {
    outbox.plan(
        intent(settlement.deal(), settlement.partition()),
        keys.of(settlement.deal()),
        hub,
        LedgerCalls.settle(settlement));
  }

  @Override
  public void plan(TaskSettlement settlement) {
    outbox.plan(
        intent(settlement.deal(), settlement.partition()),
        keys.of(settlement.deal()),
        hub,
        LedgerCalls.settle(settlement));
  }

  @Override
  public Optional<Progress> progress(DealId deal, int partition) {
    return outbox.find(intent(deal, partition)).map(entry -> progress(entry.state()));
  }

  /** The transaction that settles a partition, once it is signed. */
  public Optional<String> transaction(DealId deal, int partition) {
    return outbox
        .find(intent(deal, partition))
        .flatMap(OutboxEntry::signed)
        .map(form -> form.hash().hex());
  }

  /** Why the ledger refuses the settlement of a partition. */
  public Optional<String> reason(DealId deal, int partition) {
    return outbox.find(intent(deal, partition)).flatMap(OutboxEntry::reason);
  }

  private static Progress progress(OutboxState state) {
    return switch (state) {
      case PLANNED, SIGNED, SENT, DROPPED -> Progress.PLANNED;
      case MINED -> Progress.MINED;
      case FINAL -> Progress.FINAL;
      case REFUSED -> Progress.REFUSED;
    };
  }

  private static String intent(DealId deal, int partition) {
    return "settle:" + deal.hex() + ":" + partition;
  }
}
