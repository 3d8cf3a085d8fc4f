package io.gridbourse.ejb.ledger;

import io.gridbourse.contracts.HubEvent;
import io.gridbourse.domain.market.Deal;

/** What happens when an event of the ledger is final; called once for each, in its transaction. */
public interface FinalEvents {
  /** A deal can no longer be undone. */
  void dealFinal(Deal deal, Place place);

  /** A partition is paid for good. */
  void partitionFinal(HubEvent.PartitionSettled settled, Place place);

  /**
   * Where an event is.
   *
   * @param eventId its row
   */
  record Place(long eventId, String transaction, long block) {}
}
