package io.gridbourse.domain.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns between bags: who was served least comes first. Service is counted in expected computing
 * time; a newcomer starts where the least served one stands, so it neither waits nor catches up.
 *
 * @param <K> what takes turns
 */
public final class Turns<K> {
  private final Map<K, Double> served = new HashMap<>();
  private final List<K> arrivals = new ArrayList<>();

  /** Lets {@code key} take part; again changes nothing. */
  public void join(K key) {
    if (!served.containsKey(key)) {
      double least = served.values().stream().mapToDouble(Double::doubleValue).min().orElse(0);
      served.put(key, least);
      arrivals.add(key);
    }
  }

  /** Ends the part of {@code key}. */
  public void leave(K key) {
    served.remove(key);
    arrivals.remove(key);
  }

  /** Notes that {@code key} was given {@code amount} of service. */
  public void serve(K key, double amount) {
    served.computeIfPresent(key, (each, before) -> before + amount);
  }

  /** All that take part, the least served first; of equals the one that came first. */
  public List<K> order() {
    List<K> order = new ArrayList<>(arrivals);
    order.sort(Comparator.comparing(key -> served.getOrDefault(key, 0.0)));
    return order;
  }
}
