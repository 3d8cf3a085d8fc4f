package io.gridbourse.domain.proof.court;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A challenge and what became of it, by the ledger's word. A fact makes a new one.
 *
 * @param number as the ledger counts trials
 * @param subject what it is about
 * @param drawBlock whose hash draws the jury
 * @param round from 0
 * @param jury in the order in which they were drawn, of all rounds
 * @param revealEnd until when answers may be shown, once they may be shown
 * @param liar who gave the challenged answer, once that was shown
 */
public record Trial(
    long number,
    Subject subject,
    TrialState state,
    long drawBlock,
    int round,
    List<Juror> jury,
    Optional<Instant> commitEnd,
    Optional<Instant> revealEnd,
    Optional<Address> liar,
    Optional<Ending> ending) {
  public Trial {
    jury = List.copyOf(jury);
  }

  /**
   * What is doubted, and by whom.
   *
   * @param index of the task as the ledger counts it
   * @param digest that was accepted
   */
  public record Subject(
      DealId deal,
      long index,
      Bytes32 digest,
      Address challenger,
      NanoRlc stake,
      Instant openedAt) {}

  /** The end of a trial; {@code verdict} is zero without one. */
  public record Ending(Bytes32 verdict, Instant at) {}

  /** Where a juror is. */
  public enum Vote {
    /** It computes the task. */
    DRAWN,
    /** It bound itself to an answer. */
    COMMITTED,
    /** Its answer is known. */
    REVEALED,
    /** It did not answer in its round. */
    SILENT
  }

  /** A worker on the jury. */
  public record Juror(Address worker, int round, Vote vote, Optional<Bytes32> digest) {
    private Juror with(Vote next, Optional<Bytes32> shown) {
      return new Juror(worker, round, next, shown);
    }
  }

  /** A trial that was just opened. */
  public static Trial opened(long number, Subject subject, long drawBlock) {
    return new Trial(
        number,
        subject,
        TrialState.DRAWING,
        drawBlock,
        0,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * The trial after a fact.
   *
   * @throws IllegalStateException if the fact cannot follow
   */
  public Trial after(TrialFact fact) {
    if (fact instanceof TrialFact.DrawSet set) {
      return drawSet(set);
    } else if (fact instanceof TrialFact.JurorDrawn drawn) {
      List<Juror> jurors = new ArrayList<>(jury);
      jurors.add(new Juror(drawn.worker(), drawn.round(), Vote.DRAWN, Optional.empty()));
      return new Trial(
          number,
          subject,
          next(TrialState.Event.JURORS_DRAWN),
          drawBlock,
          drawn.round(),
          jurors,
          Optional.of(drawn.commitEnd()),
          Optional.empty(),
          liar,
          ending);
    } else if (fact instanceof TrialFact.VoteCommitted committed) {
      return withJury(
          juror ->
              juror.worker().equals(committed.worker())
                  ? juror.with(Vote.COMMITTED, Optional.empty())
                  : juror);
    } else if (fact instanceof TrialFact.VoteRevealed revealed) {
      return withJury(
          juror ->
              juror.worker().equals(revealed.worker())
                  ? juror.with(Vote.REVEALED, Optional.of(revealed.digest()))
                  : juror);
    } else if (fact instanceof TrialFact.RevealOpened opened) {
      return with(Optional.of(opened.revealEnd()), liar, state, ending);
    } else if (fact instanceof TrialFact.SealOpened opened) {
      return with(revealEnd, Optional.of(opened.worker()), state, ending);
    }
    TrialFact.Ended ended = (TrialFact.Ended) fact;
    return with(
        revealEnd, liar, next(ended.how()), Optional.of(new Ending(ended.verdict(), ended.at())));
  }

  /** Jurors who were drawn in this round. */
  public List<Juror> ofThisRound() {
    return jury.stream().filter(juror -> juror.round() == round).toList();
  }

  /** A worker's place on the jury of this round. */
  public Optional<Juror> juror(Address worker) {
    return ofThisRound().stream().filter(juror -> juror.worker().equals(worker)).findFirst();
  }

  /** Whether every juror of this round has shown its answer. */
  public boolean isAllShown() {
    return state == TrialState.VOTING
        && ofThisRound().stream().allMatch(juror -> juror.vote() == Vote.REVEALED);
  }

  /** Whether a juror found another digest than the accepted one. */
  public boolean isDoubted() {
    return jury.stream()
        .anyMatch(
            juror -> juror.digest().filter(found -> !found.equals(subject.digest())).isPresent());
  }

  private Trial drawSet(TrialFact.DrawSet set) {
    boolean isNext = state == TrialState.VOTING;
    List<Juror> jurors =
        jury.stream()
            .map(
                juror ->
                    juror.vote() == Vote.REVEALED
                        ? juror
                        : juror.with(Vote.SILENT, Optional.empty()))
            .toList();
    return new Trial(
        number,
        subject,
        next(isNext ? TrialState.Event.ROUND_OPENED : TrialState.Event.DRAW_POSTPONED),
        set.block(),
        isNext ? round + 1 : round,
        jurors,
        Optional.empty(),
        Optional.empty(),
        liar,
        ending);
  }

  private Trial withJury(UnaryOperator<Juror> change) {
    return new Trial(
        number,
        subject,
        state,
        drawBlock,
        round,
        jury.stream().map(change).toList(),
        commitEnd,
        revealEnd,
        liar,
        ending);
  }

  private Trial with(
      Optional<Instant> until, Optional<Address> shown, TrialState next, Optional<Ending> end) {
    return new Trial(number, subject, next, drawBlock, round, jury, commitEnd, until, shown, end);
  }

  private TrialState next(TrialState.Event event) {
    return state
        .on(event)
        .orElseThrow(
            () -> new IllegalStateException("trial " + number + ": " + event + " in " + state));
  }
}
