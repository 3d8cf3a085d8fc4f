package io.gridbourse.ejb.bag;

import io.gridbourse.domain.proof.Demand;
import io.gridbourse.domain.proof.Fact;
import io.gridbourse.domain.proof.PocoRule;
import io.gridbourse.domain.proof.TaskFailure;
import io.gridbourse.domain.proof.TaskVerdict;
import io.gridbourse.domain.proof.ladder.Certificate;
import io.gridbourse.domain.proof.ladder.Vote;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.proof.FactRows;
import io.gridbourse.ejb.proof.FactRows.Stored;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The votes on one task, from its rows, and what they come to.
 *
 * @param demand what an answer needs before it counts
 * @param votes in the order of their commitments; checks of known answers are none
 */
record TaskRecord(long index, Demand demand, List<Stored> votes) {
  TaskRecord {
    votes = votes.stream().filter(vote -> !vote.committed().isCheck()).toList();
  }

  /**
   * A certified answer, why, and the weight behind it.
   *
   * @param proof how it follows from the votes
   */
  record Certified(Bytes32 digest, BigInteger group, BigInteger total, Certificate<Bytes32> proof) {
    double credibility() {
      return PocoRule.credibility(group, total);
    }
  }

  /** The answer of a vote, if it was shown. */
  Optional<Bytes32> digest(Stored vote) {
    return vote.revealed().map(shown -> shown.digests().at(position(vote)));
  }

  /** The answer that a vote counts for, if it was shown: that of the first like it. */
  Optional<Bytes32> counted(Stored vote) {
    return vote.revealed().map(shown -> shown.counted().orElse(shown.digests()).at(position(vote)));
  }

  int position(Stored vote) {
    return (int) (index - vote.committed().first());
  }

  boolean isRefused(Stored vote) {
    return check(vote) == Vote.Check.FAILED;
  }

  private Vote.Check check(Stored vote) {
    if (vote.revealed().filter(each -> each.refused().contains(position(vote))).isPresent()) {
      return Vote.Check.FAILED;
    }
    boolean isPassed =
        vote.revealed().filter(each -> each.passed().contains(position(vote))).isPresent();
    return isPassed ? Vote.Check.PASSED : Vote.Check.NONE;
  }

  /** Whether answers are still hidden: then nothing is decided. */
  private boolean isHidden() {
    return votes.stream()
        .anyMatch(vote -> !vote.isVoid() && vote.revealed().isEmpty() && vote.silenced().isEmpty());
  }

  /** The certified answer, if the votes satisfy the demand. */
  Optional<Certified> certified() {
    List<Stored> shown = votes.stream().filter(vote -> vote.revealed().isPresent()).toList();
    if (isHidden() || shown.isEmpty()) {
      return Optional.empty();
    }
    TaskVerdict<Bytes32> verdict = verdict(shown, demandNow(shown), Long.MAX_VALUE);
    return verdict
        .certificate()
        .map(proof -> new Certified(proof.answer(), verdict.group(), verdict.total(), proof));
  }

  /**
   * What shown votes come to, when those are void whose workers were caught up to a fact.
   *
   * @param until the fact's sequence
   */
  private TaskVerdict<Bytes32> verdict(List<Stored> shown, Demand asked, long until) {
    List<TaskVerdict.Cast<Bytes32>> casts = new ArrayList<>();
    for (Stored vote : shown) {
      casts.add(
          new TaskVerdict.Cast<>(
              vote.committed().worker(),
              vote.committed().weight(),
              vote.committed().standing(),
              counted(vote).orElseThrow(),
              check(vote),
              vote.caught().filter(each -> each.sequence() <= until).isPresent()));
    }
    return TaskVerdict.of(casts, asked, shown.get(0).committed().first());
  }

  /**
   * The demand as the partition's book has it: where the bag has a budget of wrong results, the
   * last commitment says what a certificate may state, until the task is opened again.
   */
  private Demand demandNow(List<Stored> shown) {
    Fact.Committed last = votes.get(votes.size() - 1).committed();
    Demand asked = demand.within(last.allowance().orElse(demand.allowance()));
    if (!demand.isBudgeted()) {
      return asked;
    }
    List<Stored> late =
        shown.stream()
            .filter(vote -> vote.caught().filter(each -> isLate(each, last)).isPresent())
            .sorted(Comparator.comparingLong(vote -> vote.caught().orElseThrow().sequence()))
            .toList();
    for (Stored liar : late) {
      FactRows.Caught caught = liar.caught().orElseThrow();
      boolean isOpened =
          isAllShown(caught.sequence())
              && verdict(shown, asked, caught.sequence() - 1).winner().equals(counted(liar));
      if (isOpened) {
        asked =
            demand.within(
                Math.min(asked.allowance(), caught.allowance().orElse(asked.allowance())));
      }
    }
    return asked;
  }

  private static boolean isLate(FactRows.Caught caught, Fact.Committed last) {
    return caught.allowance().isPresent() && caught.sequence() > last.sequence();
  }

  /** Whether nothing was hidden when a fact came: only then something was decided. */
  private boolean isAllShown(long sequence) {
    return votes.stream()
        .allMatch(
            vote ->
                vote.revealed().filter(each -> each.sequence() < sequence).isPresent()
                    || vote.silenced().filter(each -> each.sequence() < sequence).isPresent()
                    || vote.caught().filter(each -> each.sequence() < sequence).isPresent());
  }

  /** The same votes, had those of some workers been void. */
  TaskRecord without(Set<Address> workers) {
    return new TaskRecord(
        index,
        demand,
        votes.stream()
            .map(vote -> workers.contains(vote.committed().worker()) ? vote.voided() : vote)
            .toList());
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
