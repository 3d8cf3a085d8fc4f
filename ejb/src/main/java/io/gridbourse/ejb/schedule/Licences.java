package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.proof.LeaseId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Counted things that are the pool's and no host's, such as floating licences. A lease takes them
 * in the database before it is granted, so all nodes together never lease more than there are; a
 * node renews what its leases hold, and what a node that is gone held ends by itself.
 */
final class Licences {
  /** A pool without licences. */
  static final Licences NONE = new Licences(Map.of(), Optional.empty(), "", Clock.systemUTC());

  private static final Logger LOG = Logger.getLogger(Licences.class.getName());

  /**
   * Time after which what nobody renews is free: a lease of a node that is gone is lost by then.
   */
  private static final Duration KEPT = Duration.ofSeconds(30);

  private static final Duration RENEWED_AFTER = Duration.ofSeconds(5);

  /** Time for which it is not asked again for what there is none of. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Map<String, Integer> totals;
  private final Optional<StoredLicences> stored;
  private final String node;
  private final Clock clock;
  private final AtomicLong holds = new AtomicLong();
  private final Map<LeaseId, String> held = new ConcurrentHashMap<>();
  private final Map<Map<String, Integer>, Instant> pauses = new ConcurrentHashMap<>();
  private Instant renewedAt = Instant.EPOCH;

  /**
   * The licences of a pool.
   *
   * @param totals how many units there are, by name
   * @param node begins the names of what this node holds
   */
  Licences(Map<String, Integer> totals, Optional<StoredLicences> stored, String node, Clock clock) {
    this.totals = Map.copyOf(totals);
    this.stored = stored;
    this.node = node;
    this.clock = clock;
  }

  /** Grants a lease that holds licences, if they are free. */
  Optional<Spares.Spare> during(
      Map<String, Integer> wanted, Supplier<Optional<Spares.Spare>> granting) {
    Instant now = clock.instant();
    boolean isPaused = pauses.getOrDefault(wanted, Instant.EPOCH).isAfter(now);
    if (stored.isEmpty() || isPaused) {
      return Optional.empty();
    }
    String hold = node + "/" + holds.incrementAndGet();
    if (!stored.get().take(hold, wanted, totals, now, now.plus(KEPT))) {
      pauses.put(wanted, now.plus(PAUSE));
      return Optional.empty();
    }
    Optional<Spares.Spare> lease = Optional.empty();
    try {
      lease = granting.get();
      lease.ifPresent(each -> held.put(each.grant().lease(), hold));
      return lease;
    } finally {
      if (lease.isEmpty()) {
        stored.get().release(List.of(hold));
      }
    }
  }

  /**
   * Frees what leases held that have ended, and keeps the rest.
   *
   * @param runs whether a lease is still held
   */
  synchronized void tick(Predicate<LeaseId> runs) {
    if (held.isEmpty()) {
      return;
    }
    List<LeaseId> ended = held.keySet().stream().filter(lease -> !runs.test(lease)).toList();
    List<String> over = new ArrayList<>();
    ended.forEach(lease -> over.add(held.get(lease)));
    try {
      if (!over.isEmpty()) {
        stored.orElseThrow().release(over);
        held.keySet().removeAll(ended);
        pauses.clear();
      }
      Instant now = clock.instant();
      if (!renewedAt.plus(RENEWED_AFTER).isAfter(now)) {
        stored.orElseThrow().renew(List.copyOf(held.values()), now.plus(KEPT));
        renewedAt = now;
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "licences could not be renewed; it is tried again", e);
    }
  }

  /** Whether so many units of one are free. */
  boolean isFree(String licence, int units) {
    int used = stored.map(each -> each.used(clock.instant()).getOrDefault(licence, 0)).orElse(0);
    return used + units <= totals.getOrDefault(licence, 0);
  }
}
