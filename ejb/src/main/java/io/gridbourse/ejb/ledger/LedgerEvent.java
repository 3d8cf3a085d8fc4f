package io.gridbourse.ejb.ledger;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import java.time.Instant;
import java.util.Optional;

/**
 * An event of one of our contracts, as it is stored.
 *
 * @param id its row; the same event in another block has another
 * @param at when its block was made
 * @param decoded the event in Java, empty if its contract's decoder does not know the kind
 */
public record LedgerEvent(
    long id,
    long block,
    Instant at,
    Bytes32 transaction,
    int index,
    Address contract,
    Optional<Object> decoded) {
  /** The decoded event if it is of a kind. */
  public <T> Optional<T> as(Class<T> kind) {
    return decoded.filter(kind::isInstance).map(kind::cast);
  }
}
