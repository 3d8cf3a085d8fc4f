package io.gridbourse.cli.lab.simulation;

import io.gridbourse.domain.proof.collusion.AgreementBook;
import io.gridbourse.domain.proof.collusion.ReplicaDraw;
import io.gridbourse.domain.proof.ladder.Vote;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Whom a host may share a slice with, as the server has it: never with whom it agrees with against
 * the rest; for a minute not with hosts of its owner, if there are other owners; and for a moment
 * only with other networks and pools, if there are others, and only if it is drawn.
 */
final class Strangers {
  /** How long a slice waits for hosts that were drawn and are elsewhere. */
  static final double PATIENCE_SECONDS = 2;

  /** How long a slice waits for hosts of other owners. */
  static final double OWNERS_PATIENCE_SECONDS = 60;

  private static final double SHARE = 0.5;
  private static final double ROUNDING = 1e-3;
  private final Scenario.Verification verification;
  private final Hosts hosts;
  private final ReplicaDraw draw;
  private final AgreementBook book = new AgreementBook();
  private final Set<Long> apart = new HashSet<>();

  Strangers(Scenario.Verification verification, Hosts hosts, SplittableRandom random) {
    this.verification = verification;
    this.hosts = hosts;
    this.draw =
        new ReplicaDraw(
            ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(random.nextLong())
                .putLong(random.nextLong())
                .array());
  }

  /** Whether a host may take a slice now. */
  boolean suit(Slice slice, int host, double now) {
    if (!verification.strangers() || slice.hostCount() == 0) {
      return true;
    }
    double waited = now - slice.waitsSince;
    Set<Integer> owners = new HashSet<>();
    Set<Integer> networks = new HashSet<>();
    Set<Integer> pools = new HashSet<>();
    for (int i = 0; i < slice.hostCount(); i++) {
      int other = slice.host(i);
      if (apart.contains(pair(host, other))) {
        return false;
      }
      owners.add(hosts.owner[other]);
      networks.add(hosts.network[other]);
      pools.add(hosts.poolOf(other));
    }
    if (waited < OWNERS_PATIENCE_SECONDS
        && owners.contains(hosts.owner[host])
        && owners.size() < hosts.owners()) {
      return false;
    }
    if (waited >= PATIENCE_SECONDS) {
      return true;
    }
    boolean isCrowded =
        (networks.contains(hosts.network[host]) && networks.size() < hosts.networks())
            || (pools.contains(hosts.poolOf(host)) && pools.size() < hosts.pools());
    return !isCrowded
        && draw.isAmong(slice.bag.number + "/" + slice.number, Integer.toString(host), SHARE);
  }

  /**
   * When to look again at slices that wait though hosts are idle: once more hosts will do; infinite
   * if no more will.
   */
  double looksAgainAt(double waitsSince, double now) {
    for (double patience : new double[] {PATIENCE_SECONDS, OWNERS_PATIENCE_SECONDS}) {
      if (verification.strangers() && now < waitsSince + patience) {
        return waitsSince + patience * (1 + ROUNDING);
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  /** Counts who agreed with whom on a slice. */
  void certified(Slice slice, int answer) {
    if (verification.falseAlarmRate() > 0 && slice.votes.size() > 1) {
      book.certified(Integer.toString(answer), slice.votes.stream().map(Strangers::said).toList());
    }
  }

  private static AgreementBook.Answer said(Vote<Integer> vote) {
    return new AgreementBook.Answer(vote.worker(), Integer.toString(vote.answer()));
  }

  /** Looks for pairs that agree against the rest. */
  void suspect() {
    if (verification.falseAlarmRate() > 0) {
      apart.clear();
      for (AgreementBook.Suspects each : book.suspects(verification.falseAlarmRate())) {
        apart.add(pair(Integer.parseInt(each.first()), Integer.parseInt(each.second())));
      }
    }
  }

  /** Pairs that are kept apart. */
  int apart() {
    return apart.size();
  }

  private static long pair(int a, int b) {
    return ((long) Math.min(a, b) << Integer.SIZE) | Math.max(a, b);
  }
}
