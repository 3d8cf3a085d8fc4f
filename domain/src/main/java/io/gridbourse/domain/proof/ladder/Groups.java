package io.gridbourse.domain.proof.ladder;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** The votes that count, by answer: each worker once, none whose check failed. */
final class Groups<K> {
  private final List<Vote<K>> votes;
  private final Set<Vote<K>> counted = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<K, List<Vote<K>>> groups = new LinkedHashMap<>();

  Groups(List<Vote<K>> votes) {
    this.votes = votes.subList(0, Math.min(votes.size(), Rung.VOTES_MAX));
    Set<String> workers = new HashSet<>();
    for (Vote<K> vote : this.votes) {
      if (workers.add(vote.worker()) && vote.check() != Vote.Check.FAILED) {
        counted.add(vote);
        groups.computeIfAbsent(vote.answer(), answer -> new ArrayList<>()).add(vote);
      }
    }
  }

  Map<K, List<Vote<K>>> byAnswer() {
    return groups;
  }

  int count() {
    return counted.size();
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  /** The answer with most votes; of equals the one that was given first. */
  Map.Entry<K, List<Vote<K>>> largest() {
    Map.Entry<K, List<Vote<K>>> largest = groups.entrySet().iterator().next();
    for (Map.Entry<K, List<Vote<K>>> each : groups.entrySet()) {
      if (each.getValue().size() > largest.getValue().size()) {
        largest = each;
      }
    }
    return largest;
  }

  /** All votes with their weights, for a certificate. */
  List<Certificate.Weighed<K>> weighed(ToDoubleFunction<Vote<K>> weight) {
    return votes.stream()
        .map(
            vote ->
                new Certificate.Weighed<>(
                    vote.worker(),
                    vote.answer(),
                    counted.contains(vote) ? weight.applyAsDouble(vote) : 0))
        .toList();
  }
}
