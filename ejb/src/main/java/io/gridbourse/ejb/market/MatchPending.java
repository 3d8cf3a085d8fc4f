package io.gridbourse.ejb.market;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.BagState;
import io.gridbourse.domain.bag.Bags;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.chain.Entries;
import io.gridbourse.ejb.chain.Hub;
import io.gridbourse.ejb.chain.SignOrders;
import io.gridbourse.ejb.data.ContentStore;
import io.gridbourse.ejb.ledger.Outbox;
import io.gridbourse.ejb.settings.Settings;
import io.gridbourse.ejb.sql.Atomically;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Follows matches: what the ledger refused is matched again or given up, what waits for offers or
 * money is tried again. Called by the timer, on one node at a time.
 */
@ApplicationScoped
public class MatchPending {
  /** Matches of one bag that the ledger may refuse before it is given up. */
  static final int TRIES_MAX = 5;

  private static final int PER_ROUND = 100;
  private static final String NO_MONEY = "InsufficientFunds";
  private static final Logger LOG = Logger.getLogger(MatchPending.class.getName());
  private PlanMatch planner;
  private BagRequests requests;
  private Reservations reservations;
  private RequestMatch match;
  private Bags bags;
  private Atomically atomically;
  private Clock clock;

  protected MatchPending() {}

  /** The follower with all that it needs. */
  @Inject
  public MatchPending(
      DataSource database,
      Atomically atomically,
      ContentStore store,
      Hub hub,
      Entries entries,
      SignOrders signing,
      Bags bags,
      Settings settings,
      Clock clock) {
    Orders orders = new Orders(database, signing.separator());
    Outbox outbox = new Outbox(database, clock);
    this.reservations = new Reservations(new Sql(database));
    PlanMatch.Ledger ledger = new PlanMatch.Ledger(hub, entries);
    this.planner = new PlanMatch(database, signing, store, ledger, settings.pool());
    this.requests = new BagRequests(database);
    this.bags = bags;
    this.atomically = atomically;
    this.clock = clock;
    this.match =
        new RequestMatch(
            signing,
            orders,
            requests,
            bags,
            new RequestMatch.Sending(outbox, reservations),
            new RequestMatch.Offer(settings.chain().contracts().hub(), SubmitBag.SENDER_KEY),
            clock);
  }

  /** Looks at what the ledger refused; true if there was any. */
  public boolean followRefused() {
    boolean any = atomically.call(reservations::release);
    for (BagRequests.RefusedMatch refused : requests.refusedMatches(PER_ROUND)) {
      any = true;
      atomically.run(() -> lost(refused));
    }
    return any;
  }

  /** Tries waiting bags again, the oldest first; true if one was matched. */
  public boolean matchAgain() {
    boolean any = false;
    for (BagRequests.Waiting waiting : requests.pending(PER_ROUND)) {
      any |= atomically.call(() -> tryAgain(waiting));
    }
    return any;
  }

  private void lost(BagRequests.RefusedMatch refused) {
    boolean again = refused.code().equals(NO_MONEY) && refused.tries() < TRIES_MAX;
    BagState.Event event = again ? BagState.Event.MATCH_LOST : BagState.Event.GIVEN_UP;
    String reason = "the ledger refused the match: " + refused.reason();
    boolean moved = bags.move(refused.bag(), BagState.MATCHING, event, Optional.of(reason));
    requests.state(refused.bag(), again && moved ? "PENDING" : "REFUSED", clock.instant());
    LOG.info(() -> "match refused bag=" + refused.bag() + " again=" + again + " " + reason);
  }

  private boolean tryAgain(BagRequests.Waiting waiting) {
    Optional<Bag> bag = bags.find(waiting.bag());
    if (bag.isEmpty() || bag.get().state() != BagState.SUBMITTED) {
      requests.state(waiting.bag(), "REFUSED", clock.instant());
      return false;
    }
    Optional<BagSpec> spec = spec(waiting);
    if (spec.isEmpty()) {
      giveUp(waiting.bag());
      return false;
    }
    return planner.plan(spec.get(), waiting.requester()) instanceof Plan.Fits fits
        && planner.fits(match.quartet(waiting, fits))
        && isAffordable(waiting.requester(), fits)
        && match.plan(waiting, fits);
  }

  private boolean isAffordable(Address requester, Plan.Fits fits) {
    Address owner = fits.poolOwner();
    Stream.of(requester, owner).sorted().distinct().forEach(requests::lockFunds);
    NanoRlc needed = requester.equals(owner) ? fits.total().plus(fits.poolStake()) : fits.total();
    NanoRlc free = planner.spendable(requester, requests.plannedLocks(requester));
    NanoRlc stake = planner.spendable(owner, requests.plannedLocks(owner));
    return free.compareTo(needed) >= 0 && stake.compareTo(fits.poolStake()) >= 0;
  }

  private void giveUp(BagId bag) {
    bags.move(
        bag,
        BagState.SUBMITTED,
        BagState.Event.GIVEN_UP,
        Optional.of("its spec can no longer be read by this version"));
    requests.state(bag, "REFUSED", clock.instant());
  }

  private static Optional<BagSpec> spec(BagRequests.Waiting waiting) {
    SpecReading reading = new BagSpecReader().read(waiting.spec().getBytes(StandardCharsets.UTF_8));
    return reading instanceof SpecReading.Read read ? Optional.of(read.spec()) : Optional.empty();
  }
}
