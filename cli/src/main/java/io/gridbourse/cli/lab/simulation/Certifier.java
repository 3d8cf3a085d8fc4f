package io.gridbourse.cli.lab.simulation;

import io.gridbourse.domain.proof.ladder.Judgement;
import io.gridbourse.domain.proof.ladder.SpotCheckDraw;
import io.gridbourse.domain.proof.ladder.Standing;
import io.gridbourse.domain.proof.ladder.Vote;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * How the results of slices become certain in a run: which leases are spot-checks, what votes come
 * to, and which slices are to be judged again when a liar is caught.
 */
final class Certifier {
  /** Votes of one mind from which an answer is known well enough to check others by it. */
  private static final int KNOWN_BY = 3;

  private final Scenario.Verification verification;
  private final Hosts hosts;
  private final long seed;
  private final Optional<SpotCheckDraw> checks;

  Certifier(Scenario.Verification verification, Hosts hosts, SplittableRandom random) {
    this.verification = verification;
    this.hosts = hosts;
    this.seed = random.nextLong();
    byte[] key =
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(random.nextLong())
            .putLong(random.nextLong())
            .array();
    this.checks =
        verification.checked() > 0
            ? Optional.of(new SpotCheckDraw(key, verification.checked()))
            : Optional.empty();
  }

  /** Whether the next lease of a host is a slice whose answer is known. */
  boolean isCheck(int host, BagRun bag) {
    return checks.isPresent()
        && checks.get().check(Integer.toString(host), hosts.leases[host]++, bag.known).isPresent();
  }

  /** Counts a vote. */
  void vote(Slice slice, int host, int answer) {
    Standing standing =
        new Standing(hosts.score[host], hosts.checksPassed[host], hosts.streak[host]);
    slice.votes.add(Vote.of(Integer.toString(host), answer, standing));
    slice.isOffloaded = hosts.supports[host] >= 0;
    if (checks.isPresent()) {
      slice.bag.given.computeIfAbsent(host, each -> new ArrayList<>()).add(slice);
    }
  }

  /** What the votes on a slice come to. */
  Judgement<Integer> judge(Slice slice) {
    long task = ((long) slice.bag.number << Integer.SIZE) + slice.number;
    return verification.rungFor(seed, task).judge(slice.votes);
  }

  /** A slice is certified: those who voted are known better, and so may be its answer. */
  void certified(Slice slice, int answer) {
    slice.answer = answer;
    boolean isUnanimous = slice.votes.stream().allMatch(vote -> vote.answer() == answer);
    slice.isKnown = isUnanimous && slice.votes.size() >= KNOWN_BY;
    if (slice.votes.size() > 1 && !slice.isScored) {
      slice.isScored = true;
      for (Vote<Integer> vote : slice.votes) {
        int voter = Integer.parseInt(vote.worker());
        boolean right = vote.answer() == answer;
        hosts.score[voter] = right ? hosts.score[voter] + 1 : hosts.score[voter] * 2 / 3;
        hosts.streak[voter] = right ? hosts.streak[voter] + 1 : 0;
      }
    }
  }

  /**
   * Voids what a host said in a bag that goes on. A slice that it had helped to certify is open
   * again.
   *
   * @return the slices that are to be judged again
   */
  List<Slice> caught(int host, BagRun bag) {
    List<Slice> again = new ArrayList<>();
    String name = Integer.toString(host);
    List<Slice> given = bag.given.remove(host);
    for (Slice slice : given == null ? List.<Slice>of() : given) {
      boolean carried =
          slice.votes.stream()
              .anyMatch(vote -> vote.worker().equals(name) && vote.answer() == slice.answer);
      slice.votes.removeIf(vote -> vote.worker().equals(name));
      if (slice.done && carried) {
        bag.reopen(slice);
      }
      if (!slice.done) {
        again.add(slice);
      }
    }
    return again;
  }
}
