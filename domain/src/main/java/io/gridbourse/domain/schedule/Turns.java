package io.gridbourse.domain.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns in proportion to shares: who was served least for its share comes first (start-time fair
 * queueing). Service is counted in expected computing time, divided by the share: who has twice the
 * share is served twice as much while both have something to be served with. A newcomer starts
 * where the least served one stands, so it neither waits nor catches up; who leaves and comes back
 * finds its account as it was, unless all others have passed it meanwhile.
 *
 * <p>Not safe for use by several threads: its owner locks it.
 *
 * @param <K> what takes turns
 */
public final class Turns<K> {
  private final Map<K, Account> present = new HashMap<>();
  private final Map<K, Double> left = new HashMap<>();
  private final List<K> arrivals = new ArrayList<>();

  /** What the least served one was served; not a number until it is looked for again. */
  private double least = Double.NaN;

  /** What one has been served for its share. */
  private record Account(double share, double served) {}

  /** Lets {@code key} take part with a share of one; again changes nothing. */
  public void join(K key) {
    join(key, 1);
  }

  /**
   * Lets {@code key} take part, or gives it another share.
   *
   * @param share above zero; what counts is its proportion to the others'
   */
  public void join(K key, double share) {
    if (!(share > 0 && share < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a share must be above 0, but is " + share);
    }
    Account account = present.get(key);
    if (account == null) {
      double start = least();
      left.values().removeIf(served -> served <= start);
      Double before = left.remove(key);
      present.put(key, new Account(share, before == null ? start : Math.max(before, start)));
      arrivals.add(key);
      least = Double.NaN;
    } else if (account.share != share) {
      present.put(key, new Account(share, account.served));
    }
  }

  /** Ends the part of {@code key}. */
  public void leave(K key) {
    Account account = present.remove(key);
    if (account != null) {
      left.put(key, account.served);
      arrivals.remove(key);
      least = Double.NaN;
    }
  }

  /** Notes that {@code key} was given {@code amount} of service. */
  public void serve(K key, double amount) {
    Account before = present.get(key);
    if (before != null) {
      present.put(key, new Account(before.share, before.served + amount / before.share));
      if (before.served <= least) {
        least = Double.NaN;
      }
    }
  }

  /** How much more {@code key} was served for its share than who was served least. */
  public double ahead(K key) {
    Account account = present.get(key);
    return account == null ? 0 : account.served - least();
  }

  /** All that take part, the least served first; of equals the one that came first. */
  public List<K> order() {
    List<K> order = new ArrayList<>(arrivals);
    order.sort(Comparator.comparingDouble(this::served));
    return order;
  }

  private double served(K key) {
    Account account = present.get(key);
    return account == null ? 0 : account.served;
  }

  private double least() {
    if (Double.isNaN(least)) {
      least = Double.POSITIVE_INFINITY;
      for (Account each : present.values()) {
        least = Math.min(least, each.served);
      }
      if (present.isEmpty()) {
        // When nobody was there for a while, nobody has anything to catch up with.
        least = left.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
      }
    }
    return least;
  }
}
