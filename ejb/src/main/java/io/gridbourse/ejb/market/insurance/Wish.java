package io.gridbourse.ejb.market.insurance;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import java.time.Instant;
import java.util.Optional;

/**
 * Something wanted of the insurance, as it is stored.
 *
 * @param account who pays or is paid
 * @param keyName the server's key of that account
 * @param deal of a policy
 * @param amount money to move; of a policy the most that it may cost, empty for any price
 * @param promised the premium that was told with the bag's price
 * @param premium what it costs, once it is quoted
 * @param calldata what is sent to the insurance
 * @param approval intent of the transaction that allows the insurance to take the money
 * @param intent its own transaction
 */
record Wish(
    long id,
    Kind kind,
    Address account,
    String keyName,
    Optional<DealId> deal,
    Optional<String> bag,
    Optional<NanoRlc> amount,
    Optional<NanoRlc> coverPerTask,
    Optional<NanoRlc> promised,
    Optional<Instant> promisedUntil,
    Optional<NanoRlc> premium,
    WishState state,
    Optional<String> reason,
    int tries,
    Optional<String> calldata,
    Optional<String> approval,
    Optional<String> intent,
    Instant askedAt) {
  /** What is wanted. */
  enum Kind {
    /** A policy for a deal. */
    BUY,
    /** Capital to be put in. */
    INVEST,
    /** Capital to be taken out. */
    WITHDRAW
  }
}
