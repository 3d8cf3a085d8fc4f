package io.gridbourse.ejb.market;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * What the book needs from time to time: orders published on the ledger come in, it is swept, and
 * its requests are matched.
 */
@ApplicationScoped
public class MatchBook {
  private static final Duration SWEEP_EVERY = Duration.ofSeconds(10);
  private ListBroadcasts broadcasts;
  private SweepBook sweep;
  private MatchRequests requests;
  private Clock clock;
  private Instant sweepAt = Instant.MIN;

  protected MatchBook() {}

  /** The rounds of the book. */
  @Inject
  public MatchBook(
      ListBroadcasts broadcasts, SweepBook sweep, MatchRequests requests, Clock clock) {
    this.broadcasts = broadcasts;
    this.sweep = sweep;
    this.requests = requests;
    this.clock = clock;
  }

  /** One round, on one node at a time; true if anything changed. */
  public synchronized boolean round() {
    boolean changed = broadcasts.list();
    if (!clock.instant().isBefore(sweepAt)) {
      sweepAt = clock.instant().plus(SWEEP_EVERY);
      changed |= sweep.sweep();
    }
    return requests.match() || changed;
  }
}
