package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.schedule.BagContents;
import io.gridbourse.domain.schedule.HostClass;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.CacheNews;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.pool.HostContents;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongPredicate;

/**
 * How much of what the running bags need each host has. Only sets of contents that are large count,
 * and of those only the largest, so that classes of hosts stay few.
 */
public final class DataAtHand {
  /** Sets of contents by which hosts are told apart. */
  static final int SETS_MAX = 16;

  /** Ways in which hosts may differ by what they have, before fewer sets count. */
  static final int PATTERNS_MAX = 256;

  private final HostContents hosts;
  private final Function<Sha256, OptionalLong> sizes;
  private final long fromBytes;
  private final Map<BagId, BagContents> bags = new ConcurrentHashMap<>();

  /**
   * Nothing runs yet.
   *
   * @param sizes bytes of stored content; empty if it is not stored here
   * @param fromBytes sets of less do not count
   */
  public DataAtHand(HostContents hosts, Function<Sha256, OptionalLong> sizes, long fromBytes) {
    this.hosts = hosts;
    this.sizes = sizes;
    this.fromBytes = fromBytes;
  }

  /**
   * What hosts are told apart by at a time.
   *
   * @param sets the keys of what counts
   * @param held what each host has of that, as its class says it; those that have nothing left out
   */
  record Look(Set<String> sets, Map<Address, String> held) {
    HostClass of(Address host, HostClass without) {
      String has = held.get(host);
      return has == null ? without : without.having(has);
    }
  }

  /** A bag runs from now on. */
  void join(Terms terms) {
    BagContents needed = needed(terms.program());
    if (needed.bytes() >= fromBytes) {
      bags.put(terms.id(), needed);
    }
  }

  /** It does not run here any more. */
  void leave(BagId bag) {
    bags.remove(bag);
  }

  private BagContents needed(WorkerWire.Program program) {
    Map<Sha256, Long> needed = new HashMap<>();
    note(program.app(), needed);
    program.inputs().forEach(input -> note(input.content(), needed));
    return BagContents.of(needed);
  }

  private void note(String content, Map<Sha256, Long> needed) {
    Sha256 name = Sha256.parse(content);
    sizes.apply(name).ifPresent(bytes -> needed.put(name, bytes));
  }

  /** The key of what hosts must have for a bag, if it is one of these; otherwise nothing. */
  String key(BagId bag, Look look) {
    String key = bags.getOrDefault(bag, BagContents.NONE).key();
    return look.sets().contains(key) ? key : "";
  }

  /** Takes news of a worker's cache. */
  void told(Address worker, CacheNews news) {
    hosts.told(worker, news);
  }

  /** The number of the state that is known of a worker's cache. */
  long known(Address worker) {
    return hosts.known(worker);
  }

  /** Notes that a worker was leased tasks of a bag; whether it has to fetch what counts. */
  boolean leased(Address worker, BagId bag) {
    BagContents needed = bags.get(bag);
    return needed != null && hosts.fetches(worker, needed.sizes().keySet());
  }

  /** Whether anything is large enough to count. */
  boolean counts() {
    return !bags.isEmpty();
  }

  /** Looks at what hosts have. */
  Look look(Collection<Address> online) {
    List<BagContents> sets =
        bags.values().stream()
            .distinct()
            .sorted(
                Comparator.comparingLong(BagContents::bytes)
                    .reversed()
                    .thenComparing(BagContents::key))
            .limit(SETS_MAX)
            .toList();
    Look look = look(sets, online);
    while (new HashSet<>(look.held().values()).size() > PATTERNS_MAX) {
      sets = sets.subList(0, sets.size() / 2);
      look = look(sets, online);
    }
    return look;
  }

  private Look look(List<BagContents> sets, Collection<Address> online) {
    Set<String> keys = new HashSet<>();
    sets.forEach(set -> keys.add(set.key()));
    Map<Address, String> held = new LinkedHashMap<>();
    for (Address host : online) {
      LongPredicate has = hosts.of(host);
      Map<String, Integer> steps = new TreeMap<>();
      for (BagContents set : sets) {
        int step = set.stepAtHand(has);
        if (step > 0) {
          steps.put(set.key(), step);
        }
      }
      if (!steps.isEmpty()) {
        held.put(host, HostClass.steps(steps));
      }
    }
    return new Look(keys, held);
  }
}
