package io.gridbourse.ejb.market;

import io.gridbourse.domain.market.OrderKind;
import java.util.Optional;

/** The ledger's names of the kinds of orders, by which other clients know them. */
public final class OrderPaths {
  private OrderPaths() {}

  /** The member of an order, and of a withdrawal, that says whose it is. */
  public static String member(OrderKind kind) {
    return switch (kind) {
      case APP -> "app";
      case DATASET -> "dataset";
      case POOL -> "workerpool";
      case REQUEST -> "requester";
    };
  }

  /** The kind of a path such as {@code apporders}. */
  public static Optional<OrderKind> kind(String path) {
    return switch (path) {
      case "apporders" -> Optional.of(OrderKind.APP);
      case "datasetorders" -> Optional.of(OrderKind.DATASET);
      case "workerpoolorders" -> Optional.of(OrderKind.POOL);
      case "requestorders" -> Optional.of(OrderKind.REQUEST);
      default -> Optional.empty();
    };
  }

  /** The kind of our own interface's word, such as {@code POOL}; empty for another word. */
  public static Optional<OrderKind> named(String word) {
    for (OrderKind kind : OrderKind.values()) {
      if (kind.name().equalsIgnoreCase(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
