package io.gridbourse.ejb.pool;

import io.gridbourse.domain.pool.DailyQuota;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.TrustViews;
import io.gridbourse.ejb.sql.Atomically;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/**
 * The quotas of hosts as this node knows them. They are read when a host is first met, asked in
 * memory, and brought together with the database every few seconds: what happened here is applied
 * to the row as other nodes left it, one node after the other. A crash loses what happened in those
 * seconds, which makes a quota a little too kind and nothing wrong. Days are those of UTC.
 */
public final class HostQuotas implements LeaseQuotas {
  private final Map<Address, Known> known = new ConcurrentHashMap<>();
  private final StoredQuotas stored;
  private final Atomically atomically;
  private final int perProcessor;
  private final Clock clock;

  /**
   * The quotas in this database.
   *
   * @param perProcessor what a host begins with for each of its processors, at least 1
   */
  public HostQuotas(DataSource database, Atomically atomically, int perProcessor, Clock clock) {
    this.stored = new StoredQuotas(database);
    this.atomically = atomically;
    this.perProcessor = perProcessor;
    this.clock = clock;
  }

  private enum Event {
    FAILED,
    ANSWERED;

    DailyQuota after(DailyQuota quota) {
      return switch (this) {
        case FAILED -> quota.afterFailure();
        case ANSWERED -> quota.afterAnswer();
      };
    }
  }

  /** What is known of a host; guarded by itself. */
  private static final class Known {
    private DailyQuota quota;
    private List<Event> unsaved = new ArrayList<>();
    private boolean isUsed = true;

    Known(DailyQuota quota) {
      this.quota = quota;
    }

    synchronized DailyQuota on(LocalDate today) {
      isUsed = true;
      quota = quota.on(today);
      return quota;
    }

    synchronized void note(Event event, LocalDate today) {
      DailyQuota next = event.after(on(today));
      // An answer of a host with a whole quota changes nothing, here or in the row.
      if (!next.equals(quota)) {
        quota = next;
        unsaved.add(event);
      }
    }

    /** Whether it was asked for since the last time. */
    synchronized boolean takeUsed() {
      boolean was = isUsed;
      isUsed = false;
      return was;
    }

    synchronized List<Event> takeUnsaved() {
      List<Event> taken = unsaved;
      unsaved = new ArrayList<>();
      return taken;
    }

    synchronized void putBack(List<Event> events) {
      isUsed = true;
      unsaved.addAll(0, events);
    }

    synchronized void saved(DailyQuota row) {
      quota = row;
      unsaved.forEach(event -> quota = event.after(quota));
    }
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private Known known(Address worker) {
    Known met = known.get(worker);
    return met != null
        ? met
        : known.computeIfAbsent(worker, key -> new Known(stored.find(key, perProcessor, today())));
  }

  @Override
  public boolean admits(Address worker, LongSupplier underWay) {
    DailyQuota quota = known(worker).on(today());
    return quota.left() >= quota.quota().daily() || quota.admits(underWay.getAsLong());
  }

  @Override
  public void failed(Address worker) {
    known(worker).note(Event.FAILED, today());
  }

  @Override
  public void answered(Address worker) {
    known(worker).note(Event.ANSWERED, today());
  }

  /** Brings memory and database together; what cannot be stored now is stored the next time. */
  public void save() {
    Map<Address, List<Event>> events = new HashMap<>();
    known.forEach(
        (worker, each) -> {
          if (each.takeUsed()) {
            events.put(worker, each.takeUnsaved());
          }
        });
    if (events.isEmpty()) {
      return;
    }
    Map<Address, DailyQuota> rows;
    try {
      rows = atomically.call(() -> store(events));
    } catch (RuntimeException e) {
      events.forEach((worker, unsaved) -> known(worker).putBack(unsaved));
      throw e;
    }
    rows.forEach((worker, row) -> known(worker).saved(row));
  }

  /** The quotas of those who have a row, after these events. */
  private Map<Address, DailyQuota> store(Map<Address, List<Event>> events) {
    stored.make(
        events.entrySet().stream()
            .filter(each -> !each.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .toList());
    Map<Address, DailyQuota> rows = new HashMap<>();
    Map<Address, DailyQuota> changed = new HashMap<>();
    stored
        .lock(events.keySet(), perProcessor, today())
        .forEach(
            (worker, row) -> {
              DailyQuota quota = row.quota();
              for (Event event : events.get(worker)) {
                quota = event.after(quota);
              }
              rows.put(worker, quota);
              if (row.isJudged() || !events.get(worker).isEmpty()) {
                changed.put(worker, quota);
              }
            });
    stored.store(changed);
    return rows;
  }

  /** What people are shown of a host's quota. */
  public TrustViews.QuotaView view(Address worker) {
    LocalDate today = today();
    DailyQuota quota = known(worker).on(today);
    return new TrustViews.QuotaView(
        quota.quota().daily(),
        quota.quota().now(),
        quota.failed(),
        quota.left(),
        today.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC));
  }
}
