package io.gridbourse.ejb.ledger;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.chain.Hub;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What the ledger says of workers, so that the server and the ledger weigh votes alike. A score at
 * the start of a past deal never changes and is kept; a pledge is asked again after a second.
 */
@ApplicationScoped
public class WorkerStandings {
  private static final int KEPT = 20_000;
  private static final Duration PLEDGE_FRESH = Duration.ofSeconds(1);
  private final Map<AtStart, WorkerStanding> standings = cache();
  private final Map<Address, Pledge> pledges = cache();
  private Hub hub;
  private Clock clock;

  protected WorkerStandings() {}

  /** Standings on this hub. */
  @Inject
  public WorkerStandings(Hub hub, Clock clock) {
    this.hub = hub;
    this.clock = clock;
  }

  /** The worker's standing in a deal that began at {@code dealStart}, the time of its block. */
  public WorkerStanding standing(Address worker, Instant dealStart) {
    AtStart key = new AtStart(worker, dealStart);
    WorkerStanding known = standings.get(key);
    if (known != null) {
      return known;
    }
    WorkerStanding standing = WorkerStanding.ofScore(hub.scoreAt(worker, dealStart));
    standings.put(key, standing);
    return standing;
  }

  /** The worker's standing now, for display. */
  public WorkerStanding standing(Address worker) {
    return WorkerStanding.ofScore(hub.score(worker));
  }

  /** What the worker has at risk, at most a second old. */
  public NanoRlc pledge(Address worker) {
    Instant now = clock.instant();
    Pledge known = pledges.get(worker);
    if (known != null && now.isBefore(known.at.plus(PLEDGE_FRESH))) {
      return known.amount;
    }
    NanoRlc amount = hub.pledge(worker, OptionalLong.empty());
    pledges.put(worker, new Pledge(amount, now));
    return amount;
  }

  private static <K, V> Map<K, V> cache() {
    return Collections.synchronizedMap(
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > KEPT;
          }
        });
  }

  private record AtStart(Address worker, Instant dealStart) {}

  private record Pledge(NanoRlc amount, Instant at) {}
}
