package io.gridbourse.ejb.market;

import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.market.PoolOrder;
import io.gridbourse.domain.market.Signed;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.Views.Page;
import io.gridbourse.domain.wire.Views.PoolOfferView;
import io.gridbourse.domain.wire.Views.PoolView;
import io.gridbourse.ejb.chain.Hub;
import io.gridbourse.ejb.chain.SignOrders;
import io.gridbourse.ejb.settings.PoolSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The pools with their offers, as anybody may see them. */
@ApplicationScoped
public class PoolQueries {
  private Orders orders;
  private Hub hub;
  private ServedPools pools;
  private Instance<PoolWorkers> workers;

  protected PoolQueries() {}

  /** Queries over the pools. */
  @Inject
  public PoolQueries(
      DataSource database,
      SignOrders signing,
      Hub hub,
      PoolSettings pool,
      Instance<PoolWorkers> workers) {
    this.orders = new Orders(database, signing.separator());
    this.hub = hub;
    this.pools = new ServedPools(database, pool);
    this.workers = workers;
  }

  /**
   * A page of pools by address.
   *
   * @param after the last pool of the page before
   */
  public Page<PoolView> list(int limit, Optional<Address> after) {
    List<PoolView> rows =
        all().stream()
            .sorted(Comparator.comparing(PoolView::address))
            .filter(view -> after.isEmpty() || view.address().compareTo(after.get().hex()) > 0)
            .limit(limit + 1L)
            .toList();
    return Page.of(rows, limit, view -> view, PoolView::address);
  }

  private List<PoolView> all() {
    return pools.list().stream().map(this::view).toList();
  }

  private PoolView view(ServedPools.Pool pool) {
    Address address = pool.address();
    List<PoolOfferView> offers =
        orders.ofPools().stream()
            .filter(order -> order.order().pool().equals(address))
            .map(this::offer)
            .toList();
    boolean counted = workers.isResolvable();
    return new PoolView(
        address.hex(),
        pool.description(),
        hub.poolOwner(address).hex(),
        counted ? workers.get().online(address) : 0,
        counted ? workers.get().all(address) : 0,
        offers);
  }

  /** A pool by its address or its description. */
  public Optional<PoolView> find(String addressOrName) {
    return all().stream()
        .filter(
            view ->
                view.address().equalsIgnoreCase(addressOrName)
                    || view.description().equals(addressOrName))
        .findFirst();
  }

  /** What a pool is called. */
  public Optional<String> nameOf(Address address) {
    return pools.nameOf(address);
  }

  private PoolOfferView offer(Signed<PoolOrder> signed) {
    PoolOrder order = signed.order();
    return new PoolOfferView(
        Category.numbered((int) order.category()).name(),
        order.price().units().toString(),
        order.trust(),
        order.volume() - hub.consumed(signed.hash()),
        signed.hash().hex());
  }
}
