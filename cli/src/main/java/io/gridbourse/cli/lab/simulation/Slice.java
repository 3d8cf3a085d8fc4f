package io.gridbourse.cli.lab.simulation;

import io.gridbourse.domain.proof.ladder.Vote;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Tasks of a bag that are leased and voted on as one. */
final class Slice {
  /** The right answer to every slice. */
  static final int RIGHT = 0;

  /** The number of a slice that is none of its bag's, but repeats a known one. */
  static final int CHECK = -1;

  final BagRun bag;
  final int number;
  final int tasks;
  final double work;
  final List<Vote<Integer>> votes = new ArrayList<>(2);

  /** Hosts that run it or have voted, so that none does so twice. */
  private int[] hosts = new int[2];

  private int hostCount;
  int running;
  int waiting;
  boolean duplicated;
  boolean supported;
  boolean done;

  /** What was accepted, if it is done. */
  int answer;

  boolean isOffloaded;
  boolean isKnown;
  boolean isScored;

  /** Since when a further host has been wanted. */
  double waitsSince;

  /** When it was leased last. */
  double leasedAt;

  Slice(BagRun bag, int number, int tasks, double work) {
    this.bag = bag;
    this.number = number;
    this.tasks = tasks;
    this.work = work;
  }

  boolean isCheck() {
    return number == CHECK;
  }

  /** From 0 to 1, the same for all who compute it. */
  double chance() {
    return new SplittableRandom(((long) bag.number << Integer.SIZE) + number).nextDouble();
  }

  boolean knows(int host) {
    for (int i = 0; i < hostCount; i++) {
      if (hosts[i] == host) {
        return true;
      }
    }
    return false;
  }

  void add(int host) {
    if (hostCount == hosts.length) {
      hosts = java.util.Arrays.copyOf(hosts, hostCount * 2);
    }
    hosts[hostCount++] = host;
  }

  /** A host that lost its lease may be given the slice again. */
  void forget(int host) {
    for (int i = 0; i < hostCount; i++) {
      if (hosts[i] == host) {
        hosts[i] = hosts[--hostCount];
        return;
      }
    }
  }

  int host(int i) {
    return hosts[i];
  }

  int hostCount() {
    return hostCount;
  }
}
