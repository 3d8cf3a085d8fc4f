package io.gridbourse.ejb.market;

import io.gridbourse.ejb.chain.ChainUnavailable;
import io.gridbourse.ejb.ledger.CheckChain;
import io.gridbourse.ejb.ledger.NodeLeases;
import io.gridbourse.ejb.ledger.ReconcileLedger;
import io.gridbourse.ejb.ledger.RecoverLedger;
import io.gridbourse.ejb.ledger.SendTransactions;
import io.gridbourse.ejb.sql.Atomically;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * One round of everything that links this server with the ledger: read, send, and follow up. A
 * failure ends the round and never the next one.
 */
@ApplicationScoped
public class FollowLedger {
  private static final String LEASE = "follow";
  private static final Duration FOLLOW_EVERY = Duration.ofSeconds(2);
  private static final Logger LOG = Logger.getLogger(FollowLedger.class.getName());
  private CheckChain checkChain;
  private OfferPool offerPool;
  private ReconcileLedger reconcile;
  private SendTransactions send;
  private MatchPending pending;
  private MatchBook matchBook;
  private LostDeals lostDeals;
  private RecoverLedger recover;
  private Apps apps;
  private NodeLeases leases;
  private Atomically atomically;
  private Clock clock;
  private boolean checked;
  private boolean unavailable;
  private Instant followAt = Instant.MIN;

  protected FollowLedger() {}

  /** The rounds of this node. */
  @Inject
  public FollowLedger(
      CheckChain checkChain,
      OfferPool offerPool,
      ReconcileLedger reconcile,
      SendTransactions send,
      MatchPending pending,
      MatchBook matchBook,
      LostDeals lostDeals,
      RecoverLedger recover,
      NodeLeases leases,
      DataSource database,
      Atomically atomically,
      Clock clock) {
    this.checkChain = checkChain;
    this.offerPool = offerPool;
    this.reconcile = reconcile;
    this.send = send;
    this.pending = pending;
    this.matchBook = matchBook;
    this.lostDeals = lostDeals;
    this.recover = recover;
    this.leases = leases;
    this.apps = new Apps(database);
    this.atomically = atomically;
    this.clock = clock;
  }

  /** Checks the chain and offers the pool; refusals of settings pass through and stop the start. */
  public synchronized void start() {
    try {
      checkChain.check();
      offerPool.offer();
      checked = true;
    } catch (ChainUnavailable e) {
      LOG.warning(() -> "chain not reachable at start, trying again: " + e.getMessage());
    }
  }

  /** One round. */
  public synchronized void round() {
    try {
      if (!checked) {
        start();
      }
      if (checked) {
        boolean changed = reconcile.reconcile();
        changed |= send.send();
        follow(changed);
        recover.look();
      }
      if (unavailable && checked) {
        unavailable = false;
        LOG.info("chain reachable again");
      }
    } catch (ChainUnavailable e) {
      if (!unavailable) {
        LOG.warning(() -> "chain not available: " + e.getMessage());
      }
      unavailable = true;
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "ledger round failed", e);
    }
  }

  /** Gives the leases back at the end of this node. */
  public void stop() {
    leases.release();
  }

  private void follow(boolean changed) {
    boolean due = !clock.instant().isBefore(followAt);
    if ((changed || due) && leases.hold(LEASE).isPresent()) {
      atomically.run(apps::follow);
      pending.followRefused();
    }
    if (due && leases.hold(LEASE).isPresent()) {
      followAt = clock.instant().plus(FOLLOW_EVERY);
      pending.matchAgain();
      matchBook.round();
      lostDeals.stopGone();
    }
  }
}
