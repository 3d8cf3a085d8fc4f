package io.gridbourse.ejb.market;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.market.Order;
import io.gridbourse.domain.market.PoolOrder;
import io.gridbourse.domain.market.Signed;
import io.gridbourse.domain.market.Tag;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Keccak256;
import io.gridbourse.ejb.chain.Hub;
import io.gridbourse.ejb.chain.Keys;
import io.gridbourse.ejb.chain.SignOrders;
import io.gridbourse.ejb.settings.PoolSettings;
import io.gridbourse.ejb.settings.SettingsRefusal;
import io.gridbourse.ejb.sql.Atomically;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Keeps one signed offer of our pool per category, as the settings say. The same settings make the
 * same orders, so that a restart signs nothing new.
 */
@ApplicationScoped
public class OfferPool {
  private Orders orders;
  private SignOrders signing;
  private Keys keys;
  private Hub hub;
  private PoolSettings pool;
  private Atomically atomically;
  private Clock clock;

  protected OfferPool() {}

  /** The use case with all that it needs. */
  @Inject
  public OfferPool(
      DataSource database,
      Atomically atomically,
      SignOrders signing,
      Keys keys,
      Hub hub,
      PoolSettings pool,
      Clock clock) {
    this.orders = new Orders(database, signing.separator());
    this.signing = signing;
    this.keys = keys;
    this.hub = hub;
    this.pool = pool;
    this.atomically = atomically;
    this.clock = clock;
  }

  /**
   * Signs what is missing and withdraws what the settings no longer offer.
   *
   * @throws SettingsRefusal if the pool does not belong to the key operator
   */
  public void offer() {
    Address operator = keys.addressOf(SubmitBag.SENDER_KEY);
    Address owner = hub.poolOwner(pool.address());
    if (!owner.equals(operator)) {
      throw new SettingsRefusal(
          "gridbourse.pool.address is "
              + pool.address()
              + ", a pool of "
              + owner
              + "; the key operator is "
              + operator
              + ": name a pool that this key owns");
    }
    atomically.run(() -> sign(owner));
  }

  private void sign(Address owner) {
    List<Bytes32> kept = new ArrayList<>();
    for (Map.Entry<Category, NanoRlc> offer : pool.offers().entrySet()) {
      Signed<PoolOrder> signed =
          signing.sign(SubmitBag.SENDER_KEY, order(offer.getKey(), offer.getValue()));
      orders.add(signed, owner, clock.instant(), Orders.Listing.SHOWN);
      kept.add(signed.hash());
    }
    orders.ofPool(pool.address()).stream()
        .filter(order -> isMadeHere(order.order()) && !kept.contains(order.hash()))
        .forEach(order -> orders.withdraw(order.hash()));
  }

  private PoolOrder order(Category category, NanoRlc price) {
    return new PoolOrder(
        pool.address(),
        price,
        Order.VOLUME_MAX,
        Tag.NONE,
        category.number(),
        pool.trustMax().value(),
        Address.ZERO,
        Address.ZERO,
        Address.ZERO,
        salt(category, price, pool.trustMax().value()));
  }

  /** Whether settings made it; what the owner published otherwise is left alone. */
  private static boolean isMadeHere(PoolOrder order) {
    Category category = Category.numbered((int) order.category());
    return order.salt().equals(salt(category, order.price(), order.trust()));
  }

  /** The salt follows from the terms: the same offer is the same order. */
  private static Bytes32 salt(Category category, NanoRlc price, long trust) {
    String terms = category + ":" + price.units() + ":" + trust;
    return Bytes32.of(Keccak256.of(terms.getBytes(StandardCharsets.UTF_8)));
  }
}
