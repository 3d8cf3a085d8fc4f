package io.gridbourse.ejb.market;

import io.gridbourse.contracts.HubCalls;
import io.gridbourse.contracts.HubCalls.OrderOperation;
import io.gridbourse.domain.market.AppOrder;
import io.gridbourse.domain.market.DatasetOrder;
import io.gridbourse.domain.market.Order;
import io.gridbourse.domain.market.PoolOrder;
import io.gridbourse.domain.market.RequestOrder;
import io.gridbourse.domain.market.Signed;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.wire.MarketViews.MarketOrderView;
import io.gridbourse.ejb.chain.LedgerOrders;
import io.gridbourse.ejb.chain.SignOrders;
import io.gridbourse.ejb.ledger.Outbox;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.users.User;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Takes a user's order from the book, and on wish closes it on the ledger with the user's key,
 * after which no copy of it can be used by anybody.
 */
@Stateless
public class CancelOrder {
  private Orders orders;
  private MarketQueries market;
  private Outbox outbox;
  private ChainSettings chain;

  /** For the container, whose view of a bean extends its public constructor without arguments. */
  public CancelOrder() {}

  /** The use case with all that it needs. */
  @Inject
  public CancelOrder(
      DataSource database,
      SignOrders signing,
      MarketQueries market,
      Outbox outbox,
      ChainSettings chain) {
    this.orders = new Orders(database, signing.separator());
    this.market = market;
    this.outbox = outbox;
    this.chain = chain;
  }

  /**
   * Cancels; empty if there is no such order of the user's. Doing so twice changes nothing more.
   */
  public Optional<MarketOrderView> cancel(User user, Bytes32 hash, boolean onLedger) {
    Optional<ListedOrder> order =
        orders.find(hash).filter(ListedOrder::listed).filter(own -> isOf(user, own));
    if (order.isEmpty()) {
      return Optional.empty();
    }
    orders.withdraw(hash);
    if (onLedger) {
      outbox.plan(
          "close:" + hash.hex(),
          user.keyName(),
          chain.contracts().hub(),
          closing(order.get().signed()));
    }
    return market.order(hash);
  }

  private static boolean isOf(User user, ListedOrder order) {
    return order.owner().equals(user.account());
  }

  @SuppressWarnings("unchecked") // The kind of the order says the type of what is signed.
  private static String closing(Signed<? extends Order> signed) {
    return switch (io.gridbourse.domain.market.OrderKind.of(signed.order())) {
      case APP ->
          HubCalls.manage(LedgerOrders.app((Signed<AppOrder>) signed), OrderOperation.CLOSE);
      case DATASET ->
          HubCalls.manage(
              LedgerOrders.dataset((Signed<DatasetOrder>) signed), OrderOperation.CLOSE);
      case POOL ->
          HubCalls.manage(LedgerOrders.pool((Signed<PoolOrder>) signed), OrderOperation.CLOSE);
      case REQUEST ->
          HubCalls.manage(
              LedgerOrders.request((Signed<RequestOrder>) signed), OrderOperation.CLOSE);
    };
  }
}
