package io.gridbourse.cli.lab.simulation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** The hosts of a run, in flat arrays: a million of them take less than 100 MB. */
final class Hosts {
  private final Scenario scenario;
  private final SplittableRandom random;
  int count;
  int[] classOf;
  double[] power;
  byte[] state;
  boolean[] liar;
  int[] stamp;
  Slice[] lease;
  double[] startedAt;
  double[] workLeft;
  int[] nextInterval;
  int[] supports;
  int[] score;
  int[] checksPassed;
  int[] streak;
  boolean[] checking;
  int[] leases;
  int[] owner;
  int[] network;
  private final int[] poolOfClass;
  private int owners;
  private int networks;
  private int pools;

  static final byte OFF = 0;
  static final byte IDLE = 1;
  static final byte BUSY = 2;
  static final byte GONE = 3;

  Hosts(Scenario scenario, SplittableRandom random) {
    this.scenario = scenario;
    this.random = random;
    this.poolOfClass = new int[scenario.hosts().size()];
    Map<String, Integer> poolNames = new HashMap<>();
    int wanted = scenario.hosts().stream().mapToInt(Scenario.HostClass::count).sum();
    grow(Math.max(16, wanted));
    for (int number = 0; number < scenario.hosts().size(); number++) {
      Scenario.HostClass each = scenario.hosts().get(number);
      poolOfClass[number] =
          poolNames.computeIfAbsent(each.places().pool(), name -> poolNames.size());
      populate(number, each);
    }
    pools = poolNames.size();
  }

  private void populate(int number, Scenario.HostClass each) {
    Scenario.Places places = each.places();
    boolean[] lying = new boolean[places.owners()];
    for (int i = 0; i < each.count(); i++) {
      int host = add(number, drawPower(each));
      int ownerWithin = i % places.owners();
      if (i < places.owners() || !each.faults().byOwner()) {
        lying[ownerWithin] = random.nextDouble() < each.faults().liars();
      }
      liar[host] = lying[ownerWithin];
      owner[host] = owners + ownerWithin;
      network[host] = networks + ownerWithin % places.networks();
    }
    owners += places.owners();
    networks += places.networks();
  }

  /** Owners that hosts have. */
  int owners() {
    return owners;
  }

  /** Networks that hosts are in. */
  int networks() {
    return networks;
  }

  /** Pools that hosts belong to. */
  int pools() {
    return pools;
  }

  /** What a liar says: the common lie, its owner's, or its own. */
  int wrongAnswer(int host) {
    return switch (kind(host).faults().colluding()) {
      case TRUE -> 1;
      case OWNER -> 2 + owner[host];
      case FALSE -> 2 + owners + host;
    };
  }

  int poolOf(int host) {
    return poolOfClass[classOf[host]];
  }

  private double drawPower(Scenario.HostClass each) {
    double drawn = Draws.logNormal(random, each.power().mean(), each.power().spread());
    boolean slow = random.nextDouble() < each.faults().stragglers();
    return slow ? drawn / each.faults().slowdown() : drawn;
  }

  private void grow(int capacity) {
    classOf = classOf == null ? new int[capacity] : Arrays.copyOf(classOf, capacity);
    power = power == null ? new double[capacity] : Arrays.copyOf(power, capacity);
    state = state == null ? new byte[capacity] : Arrays.copyOf(state, capacity);
    liar = liar == null ? new boolean[capacity] : Arrays.copyOf(liar, capacity);
    stamp = stamp == null ? new int[capacity] : Arrays.copyOf(stamp, capacity);
    lease = lease == null ? new Slice[capacity] : Arrays.copyOf(lease, capacity);
    startedAt = startedAt == null ? new double[capacity] : Arrays.copyOf(startedAt, capacity);
    workLeft = workLeft == null ? new double[capacity] : Arrays.copyOf(workLeft, capacity);
    nextInterval = nextInterval == null ? new int[capacity] : Arrays.copyOf(nextInterval, capacity);
    supports = supports == null ? new int[capacity] : Arrays.copyOf(supports, capacity);
    score = score == null ? new int[capacity] : Arrays.copyOf(score, capacity);
    checksPassed = checksPassed == null ? new int[capacity] : Arrays.copyOf(checksPassed, capacity);
    streak = streak == null ? new int[capacity] : Arrays.copyOf(streak, capacity);
    leases = leases == null ? new int[capacity] : Arrays.copyOf(leases, capacity);
    owner = owner == null ? new int[capacity] : Arrays.copyOf(owner, capacity);
    network = network == null ? new int[capacity] : Arrays.copyOf(network, capacity);
    checking = checking == null ? new boolean[capacity] : Arrays.copyOf(checking, capacity);
  }

  /** Adds a host that is off and supports no bag. */
  int add(int classNumber, double hostPower) {
    if (count == classOf.length) {
      grow(count * 2);
    }
    classOf[count] = classNumber;
    power[count] = hostPower;
    supports[count] = -1;
    // Of the requester, until it is said to be of somebody else.
    owner[count] = -1 - count;
    network[count] = -1;
    return count++;
  }

  Scenario.HostClass kind(int host) {
    return scenario.hosts().get(classOf[host]);
  }

  /** Number of the node of the trace that an ordinary host plays. */
  int nodeOf(int host) {
    int first = 0;
    for (int number = 0; number < classOf[host]; number++) {
      first += scenario.hosts().get(number).count();
    }
    return host - first;
  }

  double meanPower() {
    double sum = 0;
    for (int host = 0; host < count; host++) {
      sum += power[host];
    }
    return sum / count;
  }
}
