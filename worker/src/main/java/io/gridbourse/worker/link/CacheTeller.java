package io.gridbourse.worker.link;

import io.gridbourse.domain.wire.CacheNews;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells the server what this machine has at hand, the largest contents first: everything once, then
 * what changed. What got no answer is told again; if the server goes by another state than the one
 * that it was told last, as after its restart, it is told everything anew.
 *
 * <p>Only the loop that talks to the server uses it.
 */
public final class CacheTeller {
  private static final int NAME_DIGITS = 16;
  private static final long FIRST_MAX = 1L << 50;
  private final ContentCache cache;
  private long numbers = new SplittableRandom().nextLong(1, FIRST_MAX);
  private State told = State.NOTHING;
  private @Nullable State next;
  private @Nullable CacheNews news;
  private long lookedAt = -1;
  private boolean isInDoubt;
  private boolean isWanted = true;

  /** Tells of a cache. */
  public CacheTeller(ContentCache cache) {
    this.cache = cache;
  }

  private record State(long number, Set<String> names) {
    static final State NOTHING = new State(0, Set.of());
  }

  /** What to tell now; null if there is nothing new. */
  public @Nullable CacheNews news() {
    if (isWanted && news == null && cache.changes() != lookedAt) {
      look();
    }
    return isWanted ? news : null;
  }

  private void look() {
    lookedAt = cache.changes();
    Set<String> names = largest();
    if (isInDoubt || !names.equals(told.names)) {
      State after = new State(++numbers, names);
      news =
          new CacheNews(
              told.number, after.number, without(names, told.names), without(told.names, names));
      next = after;
    }
  }

  private static List<String> without(Set<String> names, Set<String> others) {
    return names.stream().filter(name -> !others.contains(name)).sorted().toList();
  }

  private Set<String> largest() {
    return cache.sizes().entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(CacheNews.CONTENTS_MAX)
        .map(each -> each.getKey().substring(0, NAME_DIGITS))
        .collect(Collectors.toCollection(HashSet::new));
  }

  /**
   * The server answered.
   *
   * @param known number of the state that it goes by; null if it does not want to know
   */
  public void answered(@Nullable Long known) {
    isWanted = known != null;
    State sent = next;
    if (known != null && sent != null && known == sent.number) {
      told = sent;
      isInDoubt = false;
      forgetNews();
    } else if (known == null || known != told.number) {
      told = State.NOTHING;
      isInDoubt = known != null && known != 0;
      lookedAt = -1;
      forgetNews();
    }
  }

  private void forgetNews() {
    next = null;
    news = null;
  }
}
