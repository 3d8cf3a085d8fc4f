package io.gridbourse.domain.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the revealed votes on a slice come to, as runs of tasks: certified ones with the same
 * pattern, and undecided ones, which are merged however their votes differ.
 */
final class SliceVerdict {
  private final Slice slice;
  private final Demand demand;
  private final List<Contribution> votes;
  private final List<Contribution> silent;
  private final Map<VotePattern, VotePattern.Outcome> outcomes = new HashMap<>();
  private final List<Run> runs = new ArrayList<>();

  private SliceVerdict(Slice slice, Demand demand) {
    this.slice = slice;
    this.demand = demand;
    this.votes = slice.revealed();
    this.silent = slice.silent();
  }

  /** Consecutive tasks that end alike. */
  sealed interface Run {
    int offset();

    int count();

    /**
     * Tasks whose answer is certified.
     *
     * @param bound that their certificates state
     */
    record Decided(int offset, int count, Contribution winner, BallotPattern ballot, double bound)
        implements Run {}

    /** Tasks that need more votes. */
    record Open(int offset, int count, Set<Slice.Strength> strengths) implements Run {}
  }

  /** The runs of a slice in order; together they are the slice. */
  static List<Run> of(Slice slice, Demand demand) {
    SliceVerdict verdict = new SliceVerdict(slice, demand);
    if (verdict.votes.isEmpty()) {
      return List.of(new Run.Open(slice.offset(), slice.count(), Set.of(Slice.Strength.NONE)));
    }
    if (VotePattern.isUnanimous(verdict.votes, slice.offset(), slice.count())) {
      verdict.append(VotePattern.at(verdict.votes, slice.offset()), slice.offset(), slice.count());
    } else {
      verdict.walk();
    }
    return verdict.runs;
  }

  /** How the revealed votes on a slice stand, while others are still hidden. */
  static Set<Slice.Strength> strengths(Slice slice, Demand demand) {
    Set<Slice.Strength> strengths = new LinkedHashSet<>();
    for (Run run : of(slice, demand)) {
      if (run instanceof Run.Open undecided) {
        strengths.addAll(undecided.strengths());
      }
    }
    return strengths.isEmpty() ? Set.of(Slice.Strength.NONE) : strengths;
  }

  private void walk() {
    int from = slice.offset();
    VotePattern current = VotePattern.at(votes, from);
    for (int at = from + 1; at < slice.end(); at++) {
      VotePattern next = VotePattern.at(votes, at);
      if (!next.equals(current)) {
        append(current, from, at - from);
        from = at;
        current = next;
      }
    }
    append(current, from, slice.end() - from);
  }

  private void append(VotePattern pattern, int offset, int count) {
    VotePattern.Outcome outcome =
        outcomes.computeIfAbsent(pattern, each -> each.outcome(votes, silent, demand));
    outcome
        .winner()
        .ifPresentOrElse(
            winner ->
                runs.add(new Run.Decided(offset, count, winner, outcome.ballot(), outcome.bound())),
            () -> appendOpen(offset, count, outcome.strength()));
  }

  private void appendOpen(int offset, int count, Slice.Strength strength) {
    Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
    if (last instanceof Run.Open open) {
      Set<Slice.Strength> strengths = new LinkedHashSet<>(open.strengths());
      strengths.add(strength);
      runs.set(runs.size() - 1, new Run.Open(open.offset(), open.count() + count, strengths));
    } else {
      runs.add(new Run.Open(offset, count, Set.of(strength)));
    }
  }
}
