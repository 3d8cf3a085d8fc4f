package io.gridbourse.domain.proof;

import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.value.Address;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Who of a slice's revealed voters agrees with whom on a task. Two tasks with equal patterns are
 * decided in the same way.
 */
final class VotePattern {
  private final int[] groupOf;
  private final boolean[] refused;

  /**
   * @param groupOf of each vote: the position of the first vote with the same answer
   * @param refused of each vote: whether a checker refused the answer
   */
  private VotePattern(int[] groupOf, boolean[] refused) {
    this.groupOf = groupOf;
    this.refused = refused;
  }

  /**
   * What follows from a pattern.
   *
   * @param winner a vote with the certified answer, if the trust is reached
   * @param strength how the votes stand
   * @param ballot of the certified answer; as if the best group had won where there is none
   */
  record Outcome(Optional<Contribution> winner, Slice.Strength strength, BallotPattern ballot) {}

  /** The pattern of the task at {@code offset}. */
  static VotePattern at(List<Contribution> votes, int offset) {
    int[] groupOf = new int[votes.size()];
    boolean[] refused = new boolean[votes.size()];
    for (int i = 0; i < groupOf.length; i++) {
      int first = 0;
      while (first < i && !votes.get(i).agrees(votes.get(first), offset, 1)) {
        first++;
      }
      groupOf[i] = first;
      refused[i] = votes.get(i).isRefusedAt(offset);
    }
    return new VotePattern(groupOf, refused);
  }

  /** Whether all votes agree on all tasks of a range and no checker objects. */
  static boolean isUnanimous(List<Contribution> votes, int offset, int count) {
    Contribution first = votes.get(0);
    return votes.stream()
        .allMatch(
            vote ->
                vote.isRefusedNowhere(offset, count)
                    && (vote == first || vote.agrees(first, offset, count)));
  }

  /** Counts the votes. */
  Outcome outcome(List<Contribution> votes, List<Contribution> silent, Trust trust) {
    BigInteger[] groups = new BigInteger[groupOf.length];
    boolean[] barred = new boolean[groupOf.length];
    Arrays.fill(groups, BigInteger.ZERO);
    for (int i = 0; i < groupOf.length; i++) {
      groups[groupOf[i]] = PocoRule.joined(groups[groupOf[i]], votes.get(i).weight());
      barred[groupOf[i]] |= refused[i];
    }
    int best = best(groups, barred);
    BigInteger all = Arrays.stream(groups).reduce(BigInteger.ZERO, BigInteger::add);
    BigInteger weight = best < 0 ? BigInteger.ZERO : groups[best];
    boolean won = PocoRule.hasConsensus(weight, all.add(BigInteger.ONE), trust);
    return new Outcome(
        won ? Optional.of(votes.get(best)) : Optional.empty(),
        new Slice.Strength(weight, all.subtract(weight)),
        ballot(votes, silent, best));
  }

  /** The heaviest group that no checker bars, the earliest of equals; -1 if there is none. */
  private static int best(BigInteger[] groups, boolean[] barred) {
    int best = -1;
    for (int i = 0; i < groups.length; i++) {
      boolean heavier = best < 0 || groups[i].compareTo(groups[best]) > 0;
      if (groups[i].signum() > 0 && !barred[i] && heavier) {
        best = i;
      }
    }
    return best;
  }

  private BallotPattern ballot(List<Contribution> votes, List<Contribution> silent, int best) {
    List<Address> accepted = new ArrayList<>();
    List<List<Address>> rejected = new ArrayList<>();
    for (int group = 0; group < groupOf.length; group++) {
      List<Address> members = new ArrayList<>();
      for (int i = 0; i < groupOf.length; i++) {
        if (groupOf[i] == group) {
          members.add(votes.get(i).worker());
        }
      }
      if (group == best) {
        accepted.addAll(members);
      } else if (!members.isEmpty()) {
        rejected.add(members);
      }
    }
    return new BallotPattern(
        accepted, rejected, silent.stream().map(Contribution::worker).toList());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VotePattern that
        && Arrays.equals(groupOf, that.groupOf)
        && Arrays.equals(refused, that.refused);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(groupOf) + Arrays.hashCode(refused);
  }
}
