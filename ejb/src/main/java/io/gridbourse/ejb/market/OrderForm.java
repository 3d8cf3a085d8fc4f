package io.gridbourse.ejb.market;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gridbourse.contracts.WorkerpoolOrder;
import io.gridbourse.domain.market.AppOrder;
import io.gridbourse.domain.market.DatasetOrder;
import io.gridbourse.domain.market.Order;
import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.domain.market.PoolOrder;
import io.gridbourse.domain.market.RequestOrder;
import io.gridbourse.domain.market.Signed;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.chain.LedgerOrders;
import io.gridbourse.ejb.start.Json;

/** Signed orders as JSON with the ledger's member names, as they are stored and shown. */
final class OrderForm {
  private OrderForm() {}

  static String write(Signed<? extends Order> signed) {
    try {
      return Json.mapper().writeValueAsString(ledger(signed));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The order, whose hash is computed anew for the domain of {@code separator}. */
  static Signed<? extends Order> read(OrderKind kind, String body, Bytes32 separator) {
    return switch (kind) {
      case APP -> app(body, separator);
      case DATASET -> dataset(body, separator);
      case POOL -> pool(body, separator);
      case REQUEST -> request(body, separator);
    };
  }

  static Signed<AppOrder> app(String body, Bytes32 separator) {
    return LedgerOrders.app(parsed(body, io.gridbourse.contracts.AppOrder.class), separator);
  }

  static Signed<DatasetOrder> dataset(String body, Bytes32 separator) {
    return LedgerOrders.dataset(
        parsed(body, io.gridbourse.contracts.DatasetOrder.class), separator);
  }

  static Signed<PoolOrder> pool(String body, Bytes32 separator) {
    return LedgerOrders.pool(parsed(body, WorkerpoolOrder.class), separator);
  }

  static Signed<RequestOrder> request(String body, Bytes32 separator) {
    return LedgerOrders.request(
        parsed(body, io.gridbourse.contracts.RequestOrder.class), separator);
  }

  @SuppressWarnings("unchecked") // The kind of the order says the type of what is signed.
  private static Object ledger(Signed<? extends Order> signed) {
    return switch (OrderKind.of(signed.order())) {
      case APP -> LedgerOrders.app((Signed<AppOrder>) signed);
      case DATASET -> LedgerOrders.dataset((Signed<DatasetOrder>) signed);
      case POOL -> LedgerOrders.pool((Signed<PoolOrder>) signed);
      case REQUEST -> LedgerOrders.request((Signed<RequestOrder>) signed);
    };
  }

  private static <T> T parsed(String body, Class<T> type) {
    try {
      return Json.mapper().readValue(body, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored order cannot be read", e);
    }
  }
}
