package io.gridbourse.cli.lab.simulation;

import io.gridbourse.domain.proof.collusion.AgreementBook;
import io.gridbourse.domain.proof.collusion.ReplicaDraw;
import io.gridbourse.domain.proof.ladder.Vote;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Whom a host may share a slice with, as the server has it: never with hosts of its owner or of
 * whom it agrees with against the rest; for a while only with other networks and pools, if there
 * are others, and only if it is drawn.
 */
final class Strangers {
  /** How long a slice waits for hosts that were drawn and are elsewhere. */
  static final double PATIENCE_SECONDS = 2;

  private static final double SHARE = 0.5;
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
    Set<Integer> networks = new HashSet<>();
    Set<Integer> pools = new HashSet<>();
    for (int i = 0; i < slice.hostCount(); i++) {
      int other = slice.host(i);
      if (hosts.owner[other] == hosts.owner[host] || apart.contains(pair(host, other))) {
        return false;
      }
      networks.add(hosts.network[other]);
      pools.add(hosts.poolOf(other));
    }
    if (now - slice.waitsSince >= PATIENCE_SECONDS) {
      return true;
    }
    boolean isCrowded =
        (networks.contains(hosts.network[host]) && networks.size() < hosts.networks())
            || (pools.contains(hosts.poolOf(host)) && pools.size() < hosts.pools());
    return !isCrowded
        && draw.isAmong(slice.bag.number + "/" + slice.number, Integer.toString(host), SHARE);
  }

  /** Whether slices may have to wait though hosts are idle. */
  boolean isPatient() {
    return verification.strangers();
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
