package io.gridbourse.ejb.market;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.AppOrder;
import io.gridbourse.domain.market.DatasetOrder;
import io.gridbourse.domain.market.Order;
import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.domain.market.PoolOrder;
import io.gridbourse.domain.market.RequestOrder;
import io.gridbourse.domain.market.Tag;
import io.gridbourse.domain.value.Address;
import java.util.Optional;

/**
 * The members of an order by which the book is searched.
 *
 * @param entry the app, dataset or pool that is offered; of a request its app
 * @param price of the part that is offered; of a request the most for the pool
 * @param app whom the order admits, zero is anybody; of a request what it names; likewise below
 */
record OrderTerms(
    OrderKind kind,
    Address entry,
    Optional<Long> category,
    NanoRlc price,
    Tag tag,
    long trust,
    Address app,
    Address dataset,
    Address pool,
    Address requester,
    Address beneficiary) {

  static OrderTerms of(Order order) {
    if (order instanceof AppOrder app) {
      return of(app);
    }
    if (order instanceof DatasetOrder dataset) {
      return of(dataset);
    }
    return order instanceof PoolOrder pool ? of(pool) : of((RequestOrder) order);
  }

  private static OrderTerms of(AppOrder order) {
    return new OrderTerms(
        OrderKind.APP,
        order.app(),
        Optional.empty(),
        order.price(),
        order.tag(),
        0,
        Address.ZERO,
        order.datasetRestrict(),
        order.poolRestrict(),
        order.requesterRestrict(),
        Address.ZERO);
  }

  private static OrderTerms of(DatasetOrder order) {
    return new OrderTerms(
        OrderKind.DATASET,
        order.dataset(),
        Optional.empty(),
        order.price(),
        order.tag(),
        0,
        order.appRestrict(),
        Address.ZERO,
        order.poolRestrict(),
        order.requesterRestrict(),
        Address.ZERO);
  }

  private static OrderTerms of(PoolOrder order) {
    return new OrderTerms(
        OrderKind.POOL,
        order.pool(),
        Optional.of(order.category()),
        order.price(),
        order.tag(),
        order.trust(),
        order.appRestrict(),
        order.datasetRestrict(),
        Address.ZERO,
        order.requesterRestrict(),
        Address.ZERO);
  }

  private static OrderTerms of(RequestOrder order) {
    return new OrderTerms(
        OrderKind.REQUEST,
        order.app(),
        Optional.of(order.category()),
        order.poolMaxPrice(),
        order.tag(),
        order.trust(),
        order.app(),
        order.dataset(),
        order.pool(),
        order.requester(),
        order.beneficiary());
  }
}
