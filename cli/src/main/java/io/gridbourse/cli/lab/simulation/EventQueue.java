package io.gridbourse.cli.lab.simulation;

import java.util.Arrays;

/** What will happen, the earliest first; of what happens at once, what was planned first. */
final class EventQueue {
  /** What can happen. */
  enum Kind {
    /** A bag arrives; the subject is its number. */
    ARRIVAL,
    /** A host comes; the subject is the host. */
    UP,
    /** A host goes. */
    DOWN,
    /** A host finishes its lease. */
    DONE,
    /** The server notices that a host that went will not answer; the subject is a lost lease. */
    TIMEOUT,
    /** Time to look at everything. */
    TICK,
    /** Slices have waited for hosts that were drawn for them. */
    WAKE;

    private static final Kind[] BY_CODE = values();
  }

  private static final int SUBJECT_BITS = 31;
  private static final int STAMP_BITS = 29;
  private double[] times = new double[1024];
  private long[] orders = new long[1024];
  private long[] payloads = new long[1024];
  private int size;
  private long planned;
  private double time;
  private long payload;

  /**
   * Plans an event.
   *
   * @param stamp lets the receiver tell whether the event still counts
   */
  void add(double at, Kind kind, int subject, int stamp) {
    if (size == times.length) {
      times = Arrays.copyOf(times, size * 2);
      orders = Arrays.copyOf(orders, size * 2);
      payloads = Arrays.copyOf(payloads, size * 2);
    }
    long packed =
        ((long) code(kind) << (SUBJECT_BITS + STAMP_BITS))
            | ((long) (stamp & ((1 << STAMP_BITS) - 1)) << SUBJECT_BITS)
            | subject;
    int hole = size++;
    long order = planned++;
    while (hole > 0) {
      int parent = (hole - 1) / 2;
      if (!before(at, order, parent)) {
        break;
      }
      move(parent, hole);
      hole = parent;
    }
    times[hole] = at;
    orders[hole] = order;
    payloads[hole] = packed;
  }

  private static int code(Kind kind) {
    return switch (kind) {
      case ARRIVAL -> 0;
      case UP -> 1;
      case DOWN -> 2;
      case DONE -> 3;
      case TIMEOUT -> 4;
      case TICK -> 5;
      case WAKE -> 6;
    };
  }

  private boolean before(double at, long order, int other) {
    return at < times[other] || (at == times[other] && order < orders[other]);
  }

  private void move(int from, int to) {
    times[to] = times[from];
    orders[to] = orders[from];
    payloads[to] = payloads[from];
  }

  /** Takes the next event, if there is one. */
  boolean next() {
    if (size == 0) {
      return false;
    }
    time = times[0];
    payload = payloads[0];
    size--;
    double at = times[size];
    long order = orders[size];
    long packed = payloads[size];
    int hole = 0;
    while (true) {
      int child = 2 * hole + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && before(times[child + 1], orders[child + 1], child)) {
        child++;
      }
      if (before(at, order, child)) {
        break;
      }
      move(child, hole);
      hole = child;
    }
    times[hole] = at;
    orders[hole] = order;
    payloads[hole] = packed;
    return true;
  }

  double time() {
    return time;
  }

  Kind kind() {
    return Kind.BY_CODE[(int) (payload >>> (SUBJECT_BITS + STAMP_BITS))];
  }

  int subject() {
    return (int) (payload & ((1L << SUBJECT_BITS) - 1));
  }

  int stamp() {
    return (int) ((payload >>> SUBJECT_BITS) & ((1L << STAMP_BITS) - 1));
  }
}
