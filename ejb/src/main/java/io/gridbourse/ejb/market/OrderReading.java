package io.gridbourse.ejb.market;

import io.gridbourse.domain.market.Order;
import io.gridbourse.domain.market.Signed;

/** What became of reading an order that somebody sent. */
sealed interface OrderReading {
  /** It has the form of an order; nothing is said about its signature. */
  record Read(Signed<? extends Order> signed) implements OrderReading {}

  /** It is no order that can be listed. */
  record Unreadable(Publication.Refused refusal) implements OrderReading {}
}
