package io.gridbourse.ejb.pool;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.CacheNews;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;

/**
 * What workers keep in their caches, as they say: eight bytes a content, in memory. Nothing hangs
 * on it but who is offered what first. What a worker was just leased tasks for counts as there too,
 * since it fetches it.
 */
public final class HostContents {
  /** What a worker was leased tasks for and has not told of by then is not there. */
  static final Duration FETCHED_WITHIN = Duration.ofMinutes(5);

  private final Map<Address, Cache> caches = new ConcurrentHashMap<>();
  private final Clock clock;

  /** Nothing is known of anybody. */
  public HostContents(Clock clock) {
    this.clock = clock;
  }

  /** The cache of a worker; never changed. */
  private static final class Cache {
    static final Cache NONE = new Cache(0, new long[0], Map.of());
    private final long number;
    private final long[] sorted;
    private final Map<Long, Instant> fetched;

    /**
     * A state of a cache.
     *
     * @param fetched what it fetches, with the time when it was leased tasks for that
     */
    Cache(long number, long[] sorted, Map<Long, Instant> fetched) {
      this.number = number;
      this.sorted = sorted;
      this.fetched = fetched;
    }

    boolean has(long prefix, Instant now) {
      return Arrays.binarySearch(sorted, prefix) >= 0 || isFetched(prefix, now);
    }

    private boolean isFetched(long prefix, Instant now) {
      Instant since = fetched.get(prefix);
      return since != null && since.plus(FETCHED_WITHIN).isAfter(now);
    }

    Cache after(CacheNews news) {
      Set<Long> next = new HashSet<>();
      if (news.from() != 0) {
        Arrays.stream(sorted).forEach(next::add);
      }
      news.gone().forEach(name -> next.remove(Long.parseUnsignedLong(name, 16)));
      Map<Long, Instant> stillFetched = new HashMap<>(fetched);
      for (String name : news.kept()) {
        long prefix = Long.parseUnsignedLong(name, 16);
        next.add(prefix);
        stillFetched.remove(prefix);
      }
      return next.size() > CacheNews.CONTENTS_MAX
          ? NONE
          : new Cache(
              news.to(),
              next.stream().mapToLong(Long::longValue).sorted().toArray(),
              Map.copyOf(stillFetched));
    }

    Cache fetching(Collection<Long> prefixes, Instant now) {
      Map<Long, Instant> more = new HashMap<>(fetched);
      more.values().removeIf(since -> !since.plus(FETCHED_WITHIN).isAfter(now));
      prefixes.stream()
          .filter(each -> Arrays.binarySearch(sorted, each) < 0)
          .forEach(each -> more.put(each, now));
      return new Cache(number, sorted, Map.copyOf(more));
    }
  }

  /**
   * Takes news of a worker's cache. News that start from another state than the known one are
   * passed over: {@link #known} has the worker tell everything.
   *
   * @param news with names of 16 hex digits
   */
  public void told(Address worker, CacheNews news) {
    caches.compute(
        worker,
        (key, before) -> {
          Cache known = before == null ? Cache.NONE : before;
          return news.from() == 0 || news.from() == known.number ? known.after(news) : known;
        });
  }

  /** The number of the state that is known of a worker's cache; 0 if nothing is. */
  public long known(Address worker) {
    return caches.getOrDefault(worker, Cache.NONE).number;
  }

  /** Whether a worker has content of a prefix, or fetches it, by what is known now. */
  public LongPredicate of(Address worker) {
    Cache cache = caches.getOrDefault(worker, Cache.NONE);
    Instant now = clock.instant();
    return prefix -> cache.has(prefix, now);
  }

  /**
   * Notes that a worker was leased tasks that need content.
   *
   * @return whether something of it was neither there nor being fetched
   */
  public boolean fetches(Address worker, Collection<Long> prefixes) {
    LongPredicate has = of(worker);
    if (prefixes.stream().allMatch(has::test)) {
      return false;
    }
    caches.compute(
        worker,
        (key, before) ->
            (before == null ? Cache.NONE : before).fetching(prefixes, clock.instant()));
    return true;
  }

  /** Forgets a worker that has gone. */
  public void forget(Address worker) {
    caches.remove(worker);
  }
}
