package io.gridbourse.domain.market;

import java.time.Instant;
import java.util.Comparator;

/**
 * An order in the book.
 *
 * @param available tasks that it can still be used for
 * @param publishedAt breaks ties of price: who came first is served first
 */
public record BookOffer<O extends Order>(Signed<O> signed, long available, Instant publishedAt) {
  /** App orders, the cheapest first. */
  public static Comparator<BookOffer<AppOrder>> apps() {
    return Comparator.comparing((BookOffer<AppOrder> offer) -> offer.order().price())
        .thenComparing(BookOffer::publishedAt)
        .thenComparing(offer -> offer.signed.hash());
  }

  /** Dataset orders, the cheapest first. */
  public static Comparator<BookOffer<DatasetOrder>> datasets() {
    return Comparator.comparing((BookOffer<DatasetOrder> offer) -> offer.order().price())
        .thenComparing(BookOffer::publishedAt)
        .thenComparing(offer -> offer.signed.hash());
  }

  /** Pool orders, the cheapest first. */
  public static Comparator<BookOffer<PoolOrder>> pools() {
    return Comparator.comparing((BookOffer<PoolOrder> offer) -> offer.order().price())
        .thenComparing(BookOffer::publishedAt)
        .thenComparing(offer -> offer.signed.hash());
  }

  /** Requests, those that pay pools best first. */
  public static Comparator<BookOffer<RequestOrder>> requests() {
    return Comparator.comparing((BookOffer<RequestOrder> offer) -> offer.order().poolMaxPrice())
        .reversed()
        .thenComparing(BookOffer::publishedAt)
        .thenComparing(offer -> offer.signed.hash());
  }

  /** The order itself. */
  public O order() {
    return signed.order();
  }
}
