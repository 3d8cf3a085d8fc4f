package io.gridbourse.domain.proof;

import io.gridbourse.domain.proof.ladder.Vote;
import io.gridbourse.domain.value.Address;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Who of a slice's revealed voters agrees with whom on a task, and what a checker said of each. Two
 * tasks with equal patterns are decided in the same way.
 */
final class VotePattern {
  private final int[] groupOf;
  private final Vote.Check[] checks;

  /**
   * @param groupOf of each vote: the position of the first vote with the same answer
   * @param checks of each vote: what a checker said of the answer
   */
  private VotePattern(int[] groupOf, Vote.Check[] checks) {
    this.groupOf = groupOf;
    this.checks = checks;
  }

  /**
   * What follows from a pattern.
   *
   * @param winner a vote with the certified answer, if the demand is satisfied
   * @param strength how the votes stand
   * @param ballot of the certified answer; as if the best group had won where there is none
   * @param bound of the error of the certified answer, by the rungs
   */
  record Outcome(
      Optional<Contribution> winner, Slice.Strength strength, BallotPattern ballot, double bound) {}

  /** The pattern of the task at {@code offset}. */
  static VotePattern at(List<Contribution> votes, int offset) {
    int[] groupOf = new int[votes.size()];
    Vote.Check[] checks = new Vote.Check[votes.size()];
    for (int i = 0; i < groupOf.length; i++) {
      int first = 0;
      while (first < i && !votes.get(i).agrees(votes.get(first), offset, 1)) {
        first++;
      }
      groupOf[i] = first;
      checks[i] = votes.get(i).checkAt(offset);
    }
    return new VotePattern(groupOf, checks);
  }

  /** Whether all votes agree on all tasks of a range and checkers said the same of all of them. */
  static boolean isUnanimous(List<Contribution> votes, int offset, int count) {
    Contribution first = votes.get(0);
    return votes.stream()
        .allMatch(
            vote ->
                vote.isCheckedAlike(offset, count)
                    && (vote == first || vote.agrees(first, offset, count)));
  }

  /** Counts the votes. */
  Outcome outcome(List<Contribution> votes, List<Contribution> silent, Demand demand) {
    List<TaskVerdict.Cast<Integer>> casts = new ArrayList<>(groupOf.length);
    for (int i = 0; i < groupOf.length; i++) {
      Contribution vote = votes.get(i);
      casts.add(
          new TaskVerdict.Cast<>(
              vote.worker(),
              vote.weight(),
              vote.commit().standing(),
              groupOf[i],
              checks[i],
              vote.isVoid()));
    }
    TaskVerdict<Integer> verdict = TaskVerdict.count(casts, demand, votes.get(0).commit().first());
    int best = verdict.best().orElse(-1);
    return new Outcome(
        verdict.winner().map(group -> firstOf(votes, group)),
        new Slice.Strength(
            verdict.group(),
            verdict.others(),
            demand.hasRungs() ? verdict.votes() : List.of(),
            Math.max(best, 0)),
        ballot(votes, silent, best),
        verdict.bound());
  }

  /** The first vote of a group that counts. */
  private Contribution firstOf(List<Contribution> votes, int group) {
    int at = group;
    while (groupOf[at] != group || votes.get(at).isVoid()) {
      at++;
    }
    return votes.get(at);
  }

  private BallotPattern ballot(List<Contribution> votes, List<Contribution> silent, int best) {
    List<Address> accepted = new ArrayList<>();
    List<List<Address>> rejected = new ArrayList<>();
    for (int group = 0; group < groupOf.length; group++) {
      List<Address> members = new ArrayList<>();
      for (int i = 0; i < groupOf.length; i++) {
        // A void vote for the right answer is neither paid nor punished.
        if (groupOf[i] == group && !(group == best && votes.get(i).isVoid())) {
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
        && Arrays.equals(checks, that.checks);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(groupOf) + Arrays.hashCode(checks);
  }
}
