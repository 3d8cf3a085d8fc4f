package io.gridbourse.ejb.market;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.AppOrder;
import io.gridbourse.domain.market.PoolOrder;
import io.gridbourse.domain.market.Signed;
import io.gridbourse.domain.value.Address;

/** Which offers a bag would take, or why there are none. */
sealed interface Plan {
  /**
   * Offers that fit.
   *
   * @param poolStake what the pool's owner must lock for all tasks
   * @param premium of the insurance, zero without
   */
  record Fits(
      App app,
      Signed<AppOrder> appOrder,
      Signed<PoolOrder> poolOrder,
      Address poolOwner,
      NanoRlc pricePerTask,
      NanoRlc total,
      NanoRlc poolStake,
      NanoRlc premium)
      implements Plan {
    /** All that the requester pays, with the premium. */
    NanoRlc cost() {
      return total.plus(premium);
    }

    Fits insuredFor(NanoRlc price) {
      return new Fits(app, appOrder, poolOrder, poolOwner, pricePerTask, total, poolStake, price);
    }
  }

  /** No offers fit; the app may be known nevertheless. */
  record Refused(Submission.Refused refusal) implements Plan {}
}
