package io.gridbourse.ejb.market;

import io.gridbourse.domain.market.Order;
import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.domain.market.OrderStatus;
import io.gridbourse.domain.market.Signed;
import io.gridbourse.domain.value.Address;
import java.time.Instant;
import java.util.Optional;

/**
 * An order in the book.
 *
 * @param owner who signed it
 * @param body the order as JSON with the ledger's member names and numbers
 * @param remaining tasks that no deal has used
 * @param reserved of these, tasks that planned matches will use
 * @param reason why it is DEAD
 * @param listed whether it is shown; the request of a bag that this server matches is not
 */
public record ListedOrder(
    OrderKind kind,
    Signed<? extends Order> signed,
    Address owner,
    String body,
    long remaining,
    long reserved,
    OrderStatus status,
    Optional<String> reason,
    boolean listed,
    Instant publishedAt,
    Optional<Instant> expires) {

  /** Tasks that a new match can use. */
  public long available() {
    return status == OrderStatus.OPEN ? Math.max(0, remaining - reserved) : 0;
  }
}
