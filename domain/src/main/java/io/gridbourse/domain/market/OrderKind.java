package io.gridbourse.domain.market;

/** The four kinds of orders; a match takes one of each, or no dataset. */
public enum OrderKind {
  APP,
  DATASET,
  POOL,
  REQUEST;

  /** The kind of an order. */
  public static OrderKind of(Order order) {
    if (order instanceof AppOrder) {
      return APP;
    }
    if (order instanceof DatasetOrder) {
      return DATASET;
    }
    return order instanceof PoolOrder ? POOL : REQUEST;
  }
}
