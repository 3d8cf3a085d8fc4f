package io.gridbourse.ejb.market;

import io.gridbourse.contracts.HubEvent;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.wire.Views.EventView;
import io.gridbourse.ejb.ledger.FinalEvents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import javax.sql.DataSource;

/** What the market does when the ledger's word is final: deals are stored and opened, once. */
@ApplicationScoped
public class ActOnFinalEvents implements FinalEvents {
  private Deals deals;
  private OpenBag openBag;
  private Event<EventView> events;
  private Clock clock;

  protected ActOnFinalEvents() {}

  /** The actor with all that it needs. */
  @Inject
  public ActOnFinalEvents(
      DataSource database, OpenBag openBag, Event<EventView> events, Clock clock) {
    this.deals = new Deals(database);
    this.openBag = openBag;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public void dealFinal(Deal deal, Place place) {
    if (!deals.add(deal, place)) {
      return;
    }
    openBag.open(deal, place.block());
    String bag = BagId.of(deal.id()).text();
    Map<String, String> data =
        Map.of(
            "deal", deal.id().hex(),
            "tasks", Long.toString(deal.tasks().botSize()),
            "transaction", place.transaction());
    events.fire(new EventView(0, clock.instant(), "deal.final", bag, data));
  }

  @Override
  public void partitionFinal(HubEvent.PartitionSettled settled, Place place) {
    deals.addPartition(settled, place);
  }
}
