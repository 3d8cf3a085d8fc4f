package io.gridbourse.domain.proof;

import io.gridbourse.domain.value.Address;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who voted how on a task, everything in ascending order so that equal votes make equal patterns.
 *
 * @param accepted workers whose answer was certified
 * @param rejected groups of workers, each group agreeing on another answer
 * @param silent workers that committed and never revealed
 */
public record BallotPattern(
    List<Address> accepted, List<List<Address>> rejected, List<Address> silent) {
  public BallotPattern {
    accepted = accepted.stream().sorted().toList();
    List<List<Address>> groups = new ArrayList<>();
    rejected.forEach(group -> groups.add(group.stream().sorted().toList()));
    groups.sort(Comparator.comparing(group -> group.get(0)));
    rejected = List.copyOf(groups);
    silent = silent.stream().sorted().toList();
  }

  /** All who voted. */
  Set<Address> voters() {
    Set<Address> voters = new HashSet<>(accepted);
    rejected.forEach(voters::addAll);
    voters.addAll(silent);
    return voters;
  }

  /** Whether somebody loses stake. */
  public boolean hasLosers() {
    return !rejected.isEmpty() || !silent.isEmpty();
  }
}
