package io.gridbourse.ejb.market;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.BagState;
import io.gridbourse.domain.bag.Bags;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.DatasetOrder;
import io.gridbourse.domain.market.MatchRules.Quartet;
import io.gridbourse.domain.market.RequestOrder;
import io.gridbourse.domain.market.Signed;
import io.gridbourse.domain.market.Tag;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.chain.LedgerCalls;
import io.gridbourse.ejb.chain.SignOrders;
import io.gridbourse.ejb.ledger.Outbox;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Turns a planned match into a signed request, a bag, and an intent for the ledger. */
final class RequestMatch {
  private final SignOrders signing;
  private final Orders orders;
  private final BagRequests requests;
  private final Bags bags;
  private final Sending sending;
  private final Offer offer;
  private final Clock clock;

  RequestMatch(
      SignOrders signing,
      Orders orders,
      BagRequests requests,
      Bags bags,
      Sending sending,
      Offer offer,
      Clock clock) {
    this.signing = signing;
    this.orders = orders;
    this.requests = requests;
    this.bags = bags;
    this.sending = sending;
    this.offer = offer;
    this.clock = clock;
  }

  /** How matches leave, and what they hold until then. */
  record Sending(Outbox outbox, Reservations reservations) {}

  /** To whom and with which key matches are sent. */
  record Offer(Address hub, String senderKey) {}

  /** Who asks for what; {@code params} is the text of the request order. */
  record Demand(Address requester, String keyName, BagSpec spec, String specJson, String params) {}

  /**
   * What the request order allows.
   *
   * @param pool zero is any
   */
  record Terms(Address app, NanoRlc appMax, Address pool, NanoRlc poolMax) {}

  /** Signs the request and stores the bag as SUBMITTED, with the reason if it must wait. */
  BagId store(Demand demand, Terms terms, Optional<String> reason) {
    BagSpec spec = demand.spec;
    RequestOrder order =
        new RequestOrder(
            terms.app,
            terms.appMax,
            Address.ZERO,
            NanoRlc.ZERO,
            terms.pool,
            terms.poolMax,
            demand.requester,
            spec.tasks(),
            Tag.NONE,
            spec.market().category().number(),
            spec.trust().value(),
            demand.requester,
            Address.ZERO,
            demand.params,
            signing.salt());
    Signed<RequestOrder> signed = signing.sign(demand.keyName, order);
    DealId deal = DealId.of(signed.hash().bytes(), 0);
    Instant now = clock.instant();
    Bag bag =
        new Bag(
            BagId.of(deal), deal, demand.requester, spec, BagState.SUBMITTED, false, now, reason);
    if (!bags.add(bag)) {
      throw new IllegalStateException("bag " + bag.id() + " is there already");
    }
    orders.add(signed, demand.requester, now, Orders.Listing.HIDDEN);
    requests.add(
        new BagRequests.Waiting(
            bag.id(), deal, demand.requester, demand.keyName, demand.specJson, signed.hash(), 0),
        now);
    return bag.id();
  }

  /**
   * Plans the match in the outbox and moves the bag to MATCHING; false if it was cancelled, or if
   * somebody else was faster with the volume.
   */
  boolean plan(BagRequests.Waiting waiting, Plan.Fits fits) {
    Quartet quartet = quartet(waiting, fits);
    String intent = "match:" + waiting.deal().hex() + ":" + (waiting.tries() + 1);
    if (!sending.reservations.reserve(
        intent,
        List.of(quartet.app().hash(), quartet.pool().hash(), quartet.request().hash()),
        quartet.request().order().volume())) {
      return false;
    }
    if (!bags.move(
        waiting.bag(), BagState.SUBMITTED, BagState.Event.MATCH_SENT, Optional.empty())) {
      sending.reservations.cancel(intent);
      return false;
    }
    sending.outbox.plan(intent, offer.senderKey, offer.hub, LedgerCalls.match(quartet));
    requests.matching(waiting.bag(), fits, intent, clock.instant());
    return true;
  }

  /** The four orders that are to be matched. */
  Quartet quartet(BagRequests.Waiting waiting, Plan.Fits fits) {
    Signed<RequestOrder> request = orders.request(waiting.request()).orElseThrow();
    return new Quartet(fits.appOrder(), noDataset(), fits.poolOrder(), request);
  }

  private Signed<DatasetOrder> noDataset() {
    Bytes32 hash = DatasetOrder.NONE.hash(signing.separator());
    return new Signed<>(DatasetOrder.NONE, hash, "0x");
  }
}
