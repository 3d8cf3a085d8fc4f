package io.gridbourse.ejb.market;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.BagState;
import io.gridbourse.domain.bag.Bags;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.data.ContentStore;
import io.gridbourse.ejb.settings.PoolSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Makes a final deal with our pool the bag that it pays for: the one submitted, or a new one. */
@ApplicationScoped
public class OpenBag {
  private static final Logger LOG = Logger.getLogger(OpenBag.class.getName());
  private Bags bags;
  private Apps apps;
  private BagRequests requests;
  private DealParams params;
  private Address pool;
  private Clock clock;

  protected OpenBag() {}

  /** The use case with all that it needs. */
  @Inject
  public OpenBag(
      DataSource database, ContentStore store, Bags bags, PoolSettings pool, Clock clock) {
    this.bags = bags;
    this.apps = new Apps(database);
    this.requests = new BagRequests(database);
    this.params = new DealParams(store, new BagSpecReader());
    this.pool = pool.address();
    this.clock = clock;
  }

  /** Queues the deal's bag; called once per deal, in the transaction that stores the deal. */
  public void open(Deal deal) {
    if (!deal.pool().equals(pool)) {
      return;
    }
    BagId id = BagId.of(deal.id());
    if (bags.find(id).isEmpty() && !createFrom(deal)) {
      LOG.warning(() -> "deal without a usable bag deal=" + deal.id());
      return;
    }
    requests.state(id, "MATCHED", clock.instant());
    Bag bag = bags.find(id).orElseThrow();
    if (bag.state().isFinal()) {
      LOG.warning(
          () -> "deal of a bag that has ended, refunded after its deadline bag=" + id.text());
      return;
    }
    boolean whole = bag.spec().tasks() == deal.tasks().botSize();
    BagState.Event event = whole ? BagState.Event.DEAL_FINAL : BagState.Event.GIVEN_UP;
    Optional<String> reason =
        whole
            ? Optional.empty()
            : Optional.of(
                "the deal covers "
                    + deal.tasks().botSize()
                    + " of "
                    + bag.spec().tasks()
                    + " tasks; its price is refunded after the deal's final deadline");
    if (!bags.move(id, bag.state(), event, reason)) {
      throw new IllegalStateException("bag " + id + " was moved while its deal became final");
    }
  }

  private boolean createFrom(Deal deal) {
    String app = apps.find(deal.app()).map(App::name).orElse(deal.app().hex());
    Optional<BagSpec> spec = params.specOf(deal, app);
    return spec.isPresent()
        && bags.add(
            Bag.submitted(deal.id(), deal.requester(), ofDeal(spec.get(), deal), clock.instant()));
  }

  /** The ledger's terms are those that count, whatever the spec says. */
  private static BagSpec ofDeal(BagSpec spec, Deal deal) {
    return new BagSpec(
        spec.name(),
        spec.project(),
        Map.copyOf(spec.labels()),
        spec.app(),
        spec.command(),
        spec.sweep(),
        spec.inputs(),
        spec.outputs(),
        spec.resources(),
        deal.trust(),
        new BagSpec.Market(
            deal.category(),
            Optional.of(deal.pool().hex()),
            spec.market().maxPrice(),
            spec.market().budget()),
        spec.limits());
  }
}
