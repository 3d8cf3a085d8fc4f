package io.gridbourse.domain.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * BitDew's rule: each time a host shows what it holds, it is told what to hold from now on. First
 * what ended is dropped, then what is missing somewhere is added, in the order of ids, a few at a
 * time.
 *
 * <p>Affinity does not replace {@code replica}: a datum whose affinity is to one that is nowhere is
 * still placed. Only direct affinity counts. Without {@code faultTolerant} a host that once held a
 * datum counts as its owner for ever. A lifetime is only looked at when a host shows its cache.
 *
 * <p>Not safe for use by several threads: its owner locks it.
 */
public final class DataScheduler {
  /** BitDew's limit for what a host is given at once. */
  public static final int NEW_AT_ONCE = 5;

  /** BitDew's time after which a silent host counts no more; three heartbeats or more. */
  public static final double SILENCE_SECONDS = 30;

  private final int newAtOnce;
  private final double silenceSeconds;
  private final Map<String, Known> data;

  private static final class Known {
    private final DatumAttributes attributes;
    private final Map<String, Double> owners = new LinkedHashMap<>();
    private boolean ended;

    private Known(DatumAttributes attributes) {
      this.attributes = attributes;
    }
  }

  /**
   * A scheduler that knows no data.
   *
   * @param newAtOnce data that a host is given at once, at least 1
   * @param silenceSeconds after which a host's copies of fault tolerant data are replaced
   * @param ids the order of ids
   */
  public DataScheduler(int newAtOnce, double silenceSeconds, Comparator<String> ids) {
    if (newAtOnce < 1) {
      throw new IllegalArgumentException("newAtOnce must be at least 1, but is " + newAtOnce);
    }
    if (!(silenceSeconds > 0)) {
      throw new IllegalArgumentException(
          "silenceSeconds must be above 0, but is " + silenceSeconds);
    }
    this.newAtOnce = newAtOnce;
    this.silenceSeconds = silenceSeconds;
    this.data = new TreeMap<>(ids);
  }

  /**
   * What a host should hold.
   *
   * @param added to be fetched, in the order of ids
   * @param kept of what it holds
   * @param dropped what is to be deleted, with the reason
   */
  public record Orders(List<String> added, List<String> kept, Map<String, String> dropped) {
    public Orders {
      added = List.copyOf(added);
      kept = List.copyOf(kept);
      dropped = Map.copyOf(dropped);
    }

    /** All it should hold, new data first. */
    public List<String> cache() {
      List<String> cache = new ArrayList<>(added);
      cache.addAll(kept);
      return cache;
    }
  }

  /** Makes a datum known. */
  public void put(String id, DatumAttributes attributes) {
    if (data.putIfAbsent(id, new Known(attributes)) != null) {
      throw new IllegalArgumentException("datum " + id + " is known already");
    }
  }

  /** Ends a datum: whoever holds it drops it when it shows its cache. */
  public void delete(String id) {
    Known known = data.get(id);
    if (known != null) {
      known.ended = true;
    }
  }

  /** The hosts that count as owners of a datum. */
  public Set<String> owners(String id) {
    Known known = data.get(id);
    return known == null ? Set.of() : Set.copyOf(known.owners.keySet());
  }

  /** A host shows what it holds and is told what to hold. */
  public Orders sync(String host, Collection<String> cache, double nowSeconds) {
    Map<String, String> dropped = new LinkedHashMap<>();
    Set<String> kept = clean(host, cache, nowSeconds, dropped);
    List<String> added = new ArrayList<>();
    for (Map.Entry<String, Known> each : data.entrySet()) {
      if (added.size() == newAtOnce) {
        break;
      }
      Known known = each.getValue();
      boolean candidate = !known.ended && !kept.contains(each.getKey());
      if (candidate && wanted(known, kept, nowSeconds) && fits(known, kept, added)) {
        known.owners.put(host, nowSeconds);
        added.add(each.getKey());
      }
    }
    return new Orders(added, List.copyOf(kept), dropped);
  }

  private Set<String> clean(
      String host, Collection<String> cache, double now, Map<String, String> dropped) {
    Set<String> kept = new LinkedHashSet<>();
    for (String id : cache) {
      Known known = data.get(id);
      String reason = known == null ? "it is not known" : endOf(known, now);
      if (known == null || !reason.isEmpty()) {
        dropped.put(id, reason);
      } else {
        kept.add(id);
        if (known.attributes.faultTolerant()) {
          known.owners.put(host, now);
        }
      }
    }
    return kept;
  }

  /** Why a datum has ended, or nothing; what has ended stays so. */
  private String endOf(Known known, double now) {
    if (known.ended) {
      return "it was deleted";
    }
    DatumAttributes attributes = known.attributes;
    if (attributes.lifetimeUntil().isPresent() && attributes.lifetimeUntil().getAsDouble() <= now) {
      known.ended = true;
      return "its lifetime is over";
    }
    if (attributes.lifetimeWith().isPresent() && !isAlive(attributes.lifetimeWith().get())) {
      known.ended = true;
      return "it ended with " + attributes.lifetimeWith().get();
    }
    return "";
  }

  private boolean isAlive(String id) {
    Known known = data.get(id);
    return known != null && !known.ended;
  }

  private boolean wanted(Known known, Set<String> kept, double now) {
    if (known.attributes.faultTolerant()) {
      known.owners.values().removeIf(seen -> now - seen > silenceSeconds);
    }
    boolean beside =
        known.attributes.affinity().filter(id -> kept.contains(id) && isAlive(id)).isPresent();
    int replica = known.attributes.replica();
    return beside || replica == DatumAttributes.UNLIMITED || known.owners.size() < replica;
  }

  private boolean fits(Known known, Set<String> kept, List<String> added) {
    int most = known.attributes.distribution();
    if (most == DatumAttributes.UNLIMITED) {
      return true;
    }
    long alike = kept.stream().filter(id -> isLike(id, known)).count();
    return alike + added.stream().filter(id -> isLike(id, known)).count() < most;
  }

  private boolean isLike(String id, Known known) {
    Known other = data.get(id);
    return other != null && other.attributes.equals(known.attributes);
  }
}
