package io.gridbourse.cli.lab.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** When hosts come and go. */
final class Presence {
  private final Hosts hosts;
  private final EventQueue queue;
  private final SplittableRandom random;
  private double drawn = -1;
  private final Map<Integer, double[]> nodes = new HashMap<>();

  Presence(Hosts hosts, EventQueue queue, SplittableRandom random) {
    this.hosts = hosts;
    this.queue = queue;
    this.random = random;
  }

  /** Plans the first coming of every host. */
  void begin() {
    for (int host = 0; host < hosts.count; host++) {
      Scenario.HostClass kind = hosts.kind(host);
      if (kind.trace().isPresent()) {
        planInterval(host, 0);
      } else {
        Scenario.Availability model = kind.availability();
        boolean there = random.nextDouble() < model.share();
        queue.add(
            there ? 0 : Draws.exponential(random, model.offMean()), EventQueue.Kind.UP, host, 0);
      }
    }
  }

  /** A host came: plans its going. */
  void planDown(int host, double now) {
    if (hosts.supports[host] >= 0) {
      return;
    }
    Scenario.HostClass kind = hosts.kind(host);
    if (kind.trace().isPresent()) {
      double[] node = node(host);
      int next = hosts.nextInterval[host];
      queue.add(node[next + 1], EventQueue.Kind.DOWN, host, 0);
      hosts.nextInterval[host] = next + 2;
    } else if (!kind.availability().always()) {
      Scenario.Availability model = kind.availability();
      queue.add(
          now + Draws.weibull(random, model.onMean(), model.onShape()),
          EventQueue.Kind.DOWN,
          host,
          0);
    }
  }

  /** A host went: plans its coming back. */
  void planUp(int host, double now) {
    Scenario.HostClass kind = hosts.kind(host);
    if (kind.trace().isPresent()) {
      planInterval(host, hosts.nextInterval[host]);
    } else {
      queue.add(
          now + Draws.exponential(random, kind.availability().offMean()),
          EventQueue.Kind.UP,
          host,
          0);
    }
  }

  private void planInterval(int host, int interval) {
    double[] node = node(host);
    if (interval < node.length) {
      queue.add(node[interval], EventQueue.Kind.UP, host, 0);
    }
  }

  private double[] node(int host) {
    return nodes.computeIfAbsent(host, this::played);
  }

  private double[] played(int host) {
    Scenario.Recorded recorded = hosts.kind(host).trace().orElseThrow();
    FailureTrace trace = recorded.trace();
    if (!recorded.isDrawn()) {
      return trace.nodes().get(hosts.nodeOf(host));
    }
    if (drawn < 0) {
      drawn = random.nextDouble();
    }
    // By the host's number among all, so that classes that share a trace play different nodes.
    int count = trace.nodes().size();
    int node = (int) ((host + (long) (drawn * count)) % count);
    return trace.from(node, drawn * trace.span());
  }
}
