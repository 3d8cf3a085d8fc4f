package io.gridbourse.web.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.ejb.market.ListedOrder;
import io.gridbourse.ejb.start.Json;
import java.time.Instant;
import java.util.List;

/** What the order book answers its client. */
public final class BookAnswers {
  private BookAnswers() {}

  /** A page of orders; {@code nextPage} is absent on the last one. */
  public record OrderList(boolean ok, List<OrderForm> orders, long count, Integer nextPage) {}

  /** An order that was published. */
  public record Published(boolean ok, OrderForm published) {}

  /** Hashes of the orders that are no longer shown. */
  public record Unpublished(boolean ok, List<String> unpublished) {}

  /** An order with what became of it; numbers are below 2^53. */
  public record OrderForm(
      String orderHash,
      JsonNode order,
      long chainId,
      long remaining,
      String status,
      String signer,
      Instant publicationTimestamp) {

    static OrderForm of(ListedOrder listed, long chainId) {
      return new OrderForm(
          listed.signed().hash().hex(),
          tree(listed.body()),
          chainId,
          Math.max(0, listed.remaining() - listed.reserved()),
          status(listed),
          listed.owner().hex(),
          listed.publishedAt());
    }

    private static String status(ListedOrder listed) {
      return switch (listed.status()) {
        case OPEN -> "open";
        case FILLED -> "filled";
        case CLOSED, WITHDRAWN -> "canceled";
        case EXPIRED, DEAD -> "dead";
      };
    }

    private static JsonNode tree(String body) {
      try {
        return Json.mapper().readTree(body);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a stored order cannot be read", e);
      }
    }
  }

  /** One order, flat. */
  public record Found(
      boolean ok,
      String orderHash,
      JsonNode order,
      long chainId,
      long remaining,
      String status,
      String signer,
      Instant publicationTimestamp) {

    static Found of(OrderForm form) {
      return new Found(
          true,
          form.orderHash,
          form.order,
          form.chainId,
          form.remaining,
          form.status,
          form.signer,
          form.publicationTimestamp);
    }
  }
}
