package io.gridbourse.domain.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A share of a pool's workers that is kept for one project for a time.
 *
 * @param id names it
 * @param pool address of the pool
 * @param percent share of the pool's workers online, 1 to 100, rounded up to whole workers
 * @param from the first instant
 * @param until the first instant after it
 * @param lent whether its workers do others' tasks while the project has none for them
 */
public record Reservation(
    String id,
    String pool,
    String project,
    int percent,
    Instant from,
    Instant until,
    boolean lent) {
  /** The whole pool. */
  public static final int PERCENT_MAX = 100;

  public Reservation {
    if (percent < 1 || percent > PERCENT_MAX) {
      throw new IllegalArgumentException("a reservation is of 1 to 100 percent, not " + percent);
    }
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException("a reservation ends after it begins");
    }
  }

  /** Whether it holds at an instant. */
  public boolean holdsAt(Instant now) {
    return !now.isBefore(from) && now.isBefore(until);
  }

  /**
   * The most that reservations of one pool take together at any instant of a time, in percent.
   *
   * @param all of one pool
   */
  public static int peak(List<Reservation> all, Instant from, Instant until) {
    int peak = 0;
    List<Instant> starts = new ArrayList<>(List.of(from));
    all.stream()
        .map(Reservation::from)
        .filter(at -> at.isAfter(from) && at.isBefore(until))
        .forEach(starts::add);
    for (Instant at : starts) {
      peak =
          Math.max(
              peak,
              all.stream().filter(each -> each.holdsAt(at)).mapToInt(Reservation::percent).sum());
    }
    return peak;
  }

  /**
   * Which workers are kept for whom. Each reservation draws its workers by a hash of its id and
   * theirs (rendezvous hashing): the same workers as long as they are there, whatever comes and
   * goes besides.
   *
   * @param holding reservations that hold now
   * @param workers of the pool, online
   * @return the reservation of each worker that is kept
   */
  public static Map<String, Reservation> kept(List<Reservation> holding, List<String> workers) {
    Map<String, Reservation> kept = new HashMap<>();
    List<Reservation> inOrder = new ArrayList<>(holding);
    inOrder.sort(Comparator.comparing(Reservation::id));
    for (Reservation each : inOrder) {
      int wanted = (int) (((long) workers.size() * each.percent + PERCENT_MAX - 1) / PERCENT_MAX);
      workers.stream()
          .filter(worker -> !kept.containsKey(worker))
          .sorted(
              Comparator.comparingLong((String worker) -> draw(each.id, worker))
                  .thenComparing(Comparator.naturalOrder()))
          .limit(wanted)
          .toList()
          .forEach(worker -> kept.put(worker, each));
    }
    return kept;
  }

  /** A number that looks drawn at random and is the same each time (splitmix64 over the text). */
  private static long draw(String id, String worker) {
    long mixed = 0x9E3779B97F4A7C15L;
    String text = id + "/" + worker;
    for (int i = 0; i < text.length(); i++) {
      mixed = (mixed ^ text.charAt(i)) * 0xBF58476D1CE4E5B9L;
      mixed ^= mixed >>> 27;
    }
    mixed *= 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
