package io.gridbourse.ejb.bag;

import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.proof.Fact;
import io.gridbourse.domain.proof.PocoRule;
import io.gridbourse.domain.proof.Tally;
import io.gridbourse.domain.proof.TaskFailure;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.proof.FactRows.Stored;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The votes on one task, from its rows, and what they come to.
 *
 * @param votes in the order of their commitments
 */
record TaskRecord(long index, Trust trust, List<Stored> votes) {
  TaskRecord {
    votes = List.copyOf(votes);
  }

  /** A certified answer and the weight behind it. */
  record Certified(Bytes32 digest, BigInteger group, BigInteger total) {
    double credibility() {
      return PocoRule.credibility(group, total);
    }
  }

  /** The answer of a vote, if it was shown. */
  Optional<Bytes32> digest(Stored vote) {
    return vote.revealed().map(shown -> shown.digests().at(position(vote)));
  }

  int position(Stored vote) {
    return (int) (index - vote.committed().first());
  }

  boolean isRefused(Stored vote) {
    return vote.revealed().filter(shown -> shown.refused().contains(position(vote))).isPresent();
  }

  /** Whether answers are still hidden: then nothing is decided. */
  private boolean isHidden() {
    return votes.stream().anyMatch(vote -> vote.revealed().isEmpty() && vote.silenced().isEmpty());
  }

  /** The certified answer, if the votes reach the trust. */
  Optional<Certified> certified() {
    if (isHidden()) {
      return Optional.empty();
    }
    Tally<Bytes32> tally = new Tally<>();
    Set<Bytes32> refused = new HashSet<>();
    for (Stored vote : votes) {
      digest(vote)
          .ifPresent(
              digest -> {
                tally.add(digest, vote.committed().weight());
                if (isRefused(vote)) {
                  refused.add(digest);
                }
              });
    }
    return tally
        .accepted(trust, refused)
        .map(digest -> new Certified(digest, tally.group(digest), tally.total()));
  }

  /** Why the program failed, if that is what is certified. */
  Optional<TaskFailure> failure() {
    Optional<Certified> certified = certified();
    return certified.flatMap(
        answer ->
            votes.stream()
                .filter(vote -> digest(vote).filter(answer.digest()::equals).isPresent())
                .flatMap(vote -> vote.revealed().stream())
                .map(Fact.Revealed::failures)
                .flatMap(List::stream)
                .filter(failure -> failure.index() == index)
                .findFirst());
  }
}
