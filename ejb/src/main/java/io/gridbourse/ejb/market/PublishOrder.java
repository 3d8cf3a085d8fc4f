package io.gridbourse.ejb.market;

import com.fasterxml.jackson.databind.JsonNode;
import io.gridbourse.domain.market.AppOrder;
import io.gridbourse.domain.market.DatasetOrder;
import io.gridbourse.domain.market.Order;
import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.domain.market.PoolOrder;
import io.gridbourse.domain.market.RequestOrder;
import io.gridbourse.domain.market.Signed;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.chain.Entries;
import io.gridbourse.ejb.chain.Hub;
import io.gridbourse.ejb.chain.SignOrders;
import io.gridbourse.ejb.market.Publication.Reason;
import io.gridbourse.ejb.market.Publication.Refused;
import io.gridbourse.ejb.settings.MarketSettings;
import io.gridbourse.ejb.sql.Atomically;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Puts an order that somebody signed into the book. Its signature is for this chain and this hub
 * and by the owner of what is offered; the ledger is asked before the transaction, never within.
 */
@ApplicationScoped
public class PublishOrder {
  /** Longest time that an order may ask to be listed. */
  static final Duration EXPIRY_MAX = Duration.ofDays(3_650);

  private Orders orders;
  private OrderReader reader;
  private Entries entries;
  private Hub hub;
  private SignatureCheck signatures;
  private Sql sql;
  private Atomically atomically;
  private Clock clock;
  private int ordersPerWallet;

  protected PublishOrder() {}

  /** The use case with all that it needs. */
  @Inject
  public PublishOrder(
      DataSource database,
      Atomically atomically,
      SignOrders signing,
      Entries entries,
      Hub hub,
      MarketSettings settings,
      Clock clock) {
    this.orders = new Orders(database, signing.separator());
    this.ordersPerWallet = settings.ordersPerWallet();
    this.reader = new OrderReader(signing.separator());
    this.entries = entries;
    this.hub = hub;
    this.signatures = new SignatureCheck(entries);
    this.sql = new Sql(database);
    this.atomically = atomically;
    this.clock = clock;
  }

  /**
   * Publishes an order.
   *
   * @param order its members and {@code sign}, with the ledger's names
   * @param expires when it leaves the book by itself
   * @param by the wallet that asks; it must be the signer
   */
  public Publication publish(
      OrderKind kind, JsonNode order, Optional<Instant> expires, Optional<Address> by) {
    OrderReading reading = reader.read(kind, order);
    if (reading instanceof OrderReading.Unreadable unreadable) {
      return unreadable.refusal();
    }
    Signed<? extends Order> signed = ((OrderReading.Read) reading).signed();
    Instant now = clock.instant();
    Optional<Refused> late = expiryRefusal(expires, now);
    if (late.isPresent()) {
      return late.get();
    }
    Optional<Address> owner = owner(signed.order());
    if (owner.isEmpty()) {
      return notRegistered(signed.order());
    }
    Optional<Refused> refusal =
        senderRefusal(owner.get(), by)
            .or(() -> signatureRefusal(signed, owner.get()))
            .or(() -> volumeRefusal(signed));
    return refusal.isPresent()
        ? refusal.get()
        : atomically.call(() -> store(signed, owner.get(), new Publishing(now, expires)));
  }

  private record Publishing(Instant at, Optional<Instant> expires) {}

  private Publication store(Signed<? extends Order> signed, Address owner, Publishing publishing) {
    sql.list(
        "select pg_advisory_xact_lock(hashtextextended(?, 0))",
        row -> true,
        "quota:" + owner.hex());
    Optional<ListedOrder> before = orders.find(signed.hash());
    if (before.isEmpty() && orders.openOf(owner) >= ordersPerWallet) {
      return new Refused(
          Reason.QUOTA_EXCEEDED,
          "order",
          owner + " has " + ordersPerWallet + " open orders in the book",
          "withdraw orders that are no longer meant, or give one a larger volume");
    }
    if (signed.order() instanceof RequestOrder request) {
      Optional<Refused> unmatchable = offersRefusal(request);
      if (unmatchable.isPresent()) {
        return unmatchable.get();
      }
    }
    boolean isNew =
        orders.add(signed, owner, publishing.at, new Orders.Listing(true, publishing.expires));
    return new Publication.Listed(orders.find(signed.hash()).orElseThrow(), isNew);
  }

  private Optional<Address> owner(Order order) {
    if (order instanceof RequestOrder request) {
      return Optional.of(request.requester());
    }
    return entries.owner(OrderKind.of(order), entry(order));
  }

  private static Address entry(Order order) {
    if (order instanceof AppOrder app) {
      return app.app();
    }
    return order instanceof DatasetOrder dataset ? dataset.dataset() : ((PoolOrder) order).pool();
  }

  private static Refused notRegistered(Order order) {
    return new Refused(
        Reason.ENTRY_NOT_REGISTERED,
        OrderPaths.member(OrderKind.of(order)),
        entry(order) + " is not in the registry of this ledger",
        "deploy it on this chain first, and wait for its block");
  }

  private static Optional<Refused> expiryRefusal(Optional<Instant> expires, Instant now) {
    boolean fits =
        expires.isEmpty()
            || (expires.get().isAfter(now) && expires.get().isBefore(now.plus(EXPIRY_MAX)));
    return fits
        ? Optional.empty()
        : Optional.of(
            new Refused(
                Reason.EXPIRY_INVALID,
                "expires",
                "the expiry is not between now and ten years from now",
                "give a later time, or leave it out"));
  }

  private static Optional<Refused> senderRefusal(Address owner, Optional<Address> by) {
    return by.isEmpty() || by.get().equals(owner)
        ? Optional.empty()
        : Optional.of(
            new Refused(
                Reason.NOT_THE_SIGNER,
                "sign",
                "the order is " + owner + "'s, the request is " + by.get() + "'s",
                "publish with the wallet that signed the order"));
  }

  private Optional<Refused> signatureRefusal(Signed<? extends Order> signed, Address owner) {
    return signatures.isSignedBy(owner, signed.hash(), signed.signature())
        ? Optional.empty()
        : Optional.of(
            new Refused(
                Reason.NOT_SIGNED_BY_OWNER,
                "sign",
                owner + " did not sign the order " + signed.hash() + " for this chain and hub",
                "sign it with the owner's key in the domain of GET /api/v1/about"));
  }

  private Optional<Refused> volumeRefusal(Signed<? extends Order> signed) {
    return hub.consumed(signed.hash()) < signed.order().volume()
        ? Optional.empty()
        : Optional.of(
            new Refused(
                Reason.USED_UP,
                "volume",
                "the ledger has this order as used up or closed",
                "sign a new order with another salt"));
  }

  private Optional<Refused> offersRefusal(RequestOrder request) {
    if (!orders.isOffered(OrderKind.APP, request.app(), request.appMaxPrice())) {
      return unmatchable("app", "app " + request.app(), "appmaxprice");
    }
    boolean noDataset = request.dataset().isZero();
    return noDataset
            || orders.isOffered(OrderKind.DATASET, request.dataset(), request.datasetMaxPrice())
        ? Optional.empty()
        : unmatchable("dataset", "dataset " + request.dataset(), "datasetmaxprice");
  }

  private static Optional<Refused> unmatchable(String field, String what, String limit) {
    return Optional.of(
        new Refused(
            Reason.NOT_MATCHABLE,
            field,
            "no open order offers the " + what + " for the request's " + limit,
            "ask its owner to publish an order, or raise " + limit));
  }
}
