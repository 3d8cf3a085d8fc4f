package io.gridbourse.domain.schedule.rank;

import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalInt;

/**
 * For each host class the bag classes that it may run, the best first: computed once an epoch, read
 * in constant time by each request. A bag class that has nothing left to lease is passed over; each
 * row remembers how far it got, so that passing over is paid once an epoch and not by each request.
 *
 * <p>Not safe for use by several threads: its owner locks it. The rows themselves never change.
 */
public final class RankingTable {
  /** Bag classes that a table can hold: a row takes two bytes for each. */
  public static final int BAG_CLASSES_MAX = Character.MAX_VALUE;

  /** No place in a row. */
  public static final int NONE = -1;

  private final long epoch;
  private final char[][] rows;
  private final int[] passed;
  private final int[] passedIn;
  private final BitSet empty;
  private int revival;

  private RankingTable(long epoch, char[][] rows, int bagClasses) {
    this.epoch = epoch;
    this.rows = rows;
    this.passed = new int[rows.length];
    this.passedIn = new int[rows.length];
    this.empty = new BitSet(bagClasses);
  }

  /** Ranks all bag classes for all host classes. */
  public static RankingTable compute(long epoch, Criteria criteria, Measures measures) {
    requireClasses(measures);
    char[][] rows = new char[measures.hostClasses()][];
    for (int host = 0; host < rows.length; host++) {
      rows[host] = row(criteria, measures, host);
    }
    return new RankingTable(epoch, rows, measures.bagClasses());
  }

  /**
   * The table of the next epoch, in which only some host classes are ranked anew. To be used while
   * the bag classes and what they ask for are as before.
   *
   * @param changed host classes whose values or eligibility changed
   */
  public RankingTable next(Criteria criteria, Measures measures, BitSet changed) {
    requireClasses(measures);
    char[][] next = new char[measures.hostClasses()][];
    for (int host = 0; host < next.length; host++) {
      boolean kept = host < rows.length && !changed.get(host);
      next[host] = kept ? rows[host] : row(criteria, measures, host);
    }
    return new RankingTable(epoch + 1, next, measures.bagClasses());
  }

  private static void requireClasses(Measures measures) {
    if (measures.bagClasses() > BAG_CLASSES_MAX) {
      throw new RankRefusal("bag classes", "at most " + BAG_CLASSES_MAX, measures.bagClasses());
    }
  }

  private static char[] row(Criteria criteria, Measures measures, int host) {
    char[] eligible = new char[measures.bagClasses()];
    int count = 0;
    for (int bag = 0; bag < measures.bagClasses(); bag++) {
      if (measures.eligible(bag, host)) {
        eligible[count++] = (char) bag;
      }
    }
    if (count == 0) {
      return new char[0];
    }
    return ranked(criteria, measures, host, Arrays.copyOf(eligible, count));
  }

  /** All by their flows among each other; then those of higher levels first. */
  private static char[] ranked(Criteria criteria, Measures measures, int host, char[] bags) {
    double[][] values = new double[bags.length][criteria.size()];
    for (int i = 0; i < bags.length; i++) {
      for (int j = 0; j < criteria.size(); j++) {
        values[i][j] = measures.value(j, bags[i], host);
      }
    }
    int[] order = Promethee.flows(criteria, values).order();
    long[] keys = new long[bags.length];
    for (int i = 0; i < bags.length; i++) {
      keys[i] = ((long) -measures.level(bags[order[i]], host) << Character.SIZE) | i;
    }
    Arrays.sort(keys);
    char[] row = new char[bags.length];
    for (int i = 0; i < bags.length; i++) {
      row[i] = bags[order[(int) (keys[i] & Character.MAX_VALUE)]];
    }
    return row;
  }

  /** The epoch that this table is for. */
  public long epoch() {
    return epoch;
  }

  /** The best bag class for a host of this class that has something to lease. */
  public OptionalInt best(int hostClass) {
    int place = first(hostClass);
    return place == NONE ? OptionalInt.empty() : OptionalInt.of(rows[hostClass][place]);
  }

  /** The place in the row of the best bag class that has something to lease; {@link #NONE}. */
  public int first(int hostClass) {
    int from = passedIn[hostClass] == revival ? passed[hostClass] : 0;
    int place = seek(hostClass, from);
    passed[hostClass] = place == NONE ? rows[hostClass].length : place;
    passedIn[hostClass] = revival;
    return place;
  }

  /** The next place after one, for when the best one has nothing for the host that asks. */
  public int after(int hostClass, int place) {
    return seek(hostClass, place + 1);
  }

  /** The bag class at a place of a row. */
  public int at(int hostClass, int place) {
    return rows[hostClass][place];
  }

  private int seek(int hostClass, int from) {
    char[] row = rows[hostClass];
    int at = from;
    while (at < row.length && empty.get(row[at])) {
      at++;
    }
    return at < row.length ? at : NONE;
  }

  /** The bag classes that a host of this class may run, the best first. */
  public int[] row(int hostClass) {
    int[] row = new int[rows[hostClass].length];
    for (int i = 0; i < row.length; i++) {
      row[i] = rows[hostClass][i];
    }
    return row;
  }

  /** Notes that nothing of a bag class is left to lease. */
  public void emptied(int bagClass) {
    empty.set(bagClass);
  }

  /** Notes that a bag class has something to lease again, as when a lease expired. */
  public void refilled(int bagClass) {
    if (empty.get(bagClass)) {
      empty.clear(bagClass);
      revival++;
    }
  }
}
