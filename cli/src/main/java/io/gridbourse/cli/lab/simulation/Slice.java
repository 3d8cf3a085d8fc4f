package io.gridbourse.cli.lab.simulation;

import io.gridbourse.domain.proof.ladder.Vote;
import java.util.ArrayList;
import java.util.List;

/** Tasks of a bag that are leased and voted on as one. */
final class Slice {
  final BagRun bag;
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

  Slice(BagRun bag, int tasks, double work) {
    this.bag = bag;
    this.tasks = tasks;
    this.work = work;
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
