package io.gridbourse.domain.bag;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.value.Address;
import java.time.Instant;
import java.util.Optional;

/**
 * The tasks of a deal, with what their owner asked for.
 *
 * @param deal the deal it belongs to; predicted from the request order until the deal is final
 * @param requester the account that pays and owns the bag
 * @param submittedAt when the server accepted it, or saw the deal
 * @param reason why it is where it is, in a sentence, if there is something to say
 */
public record Bag(
    BagId id,
    DealId deal,
    Address requester,
    BagSpec spec,
    BagState state,
    boolean cancelRequested,
    Instant submittedAt,
    Optional<String> reason) {

  /** A bag as it is accepted. */
  public static Bag submitted(DealId deal, Address requester, BagSpec spec, Instant at) {
    return new Bag(
        BagId.of(deal), deal, requester, spec, BagState.SUBMITTED, false, at, Optional.empty());
  }
}
