package io.gridbourse.ejb.proof.court;

import io.gridbourse.contracts.HubEvent;
import io.gridbourse.ejb.ledger.LedgerEvent;
import java.math.BigInteger;
import java.util.Optional;

/** An event of a trial as a row of {@code trial_event}; what a kind does not have is null. */
record TrialRow(
    long trial,
    String kind,
    String deal,
    Long index,
    String account,
    String digest,
    BigInteger amount,
    Long number,
    Integer round) {

  /** The row of an event; empty if it is none of a trial's. */
  static Optional<TrialRow> of(LedgerEvent event) {
    return event.decoded().flatMap(TrialRow::of);
  }

  private static Optional<TrialRow> of(Object event) {
    if (event instanceof HubEvent.TaskChallenged opened) {
      return Optional.of(
          new TrialRow(
              opened.trial(),
              "CHALLENGED",
              opened.dealId(),
              index(opened.idx()),
              opened.challenger(),
              opened.digest(),
              opened.stake(),
              opened.drawBlock(),
              null));
    } else if (event instanceof HubEvent.DrawSet set) {
      return Optional.of(row(set.trial(), "DRAW_SET", null, null, set.drawBlock()));
    } else if (event instanceof HubEvent.JurorDrawn drawn) {
      return Optional.of(
          new TrialRow(
              drawn.trial(),
              "JUROR_DRAWN",
              null,
              null,
              drawn.juror(),
              null,
              null,
              drawn.commitEnd(),
              Math.toIntExact(drawn.round())));
    } else if (event instanceof HubEvent.VoteCommitted bound) {
      return Optional.of(row(bound.trial(), "VOTE_COMMITTED", bound.juror(), bound.seal(), null));
    } else if (event instanceof HubEvent.RevealOpened opened) {
      return Optional.of(row(opened.trial(), "REVEAL_OPENED", null, null, opened.revealEnd()));
    } else if (event instanceof HubEvent.VoteRevealed shown) {
      return Optional.of(row(shown.trial(), "VOTE_REVEALED", shown.juror(), shown.digest(), null));
    } else if (event instanceof HubEvent.SealOpened opened) {
      return Optional.of(row(opened.trial(), "SEAL_OPENED", opened.worker(), null, null));
    } else if (event instanceof HubEvent.TrialEnded ended) {
      return Optional.of(
          row(ended.trial(), "ENDED_" + ended.end().name(), null, ended.verdict(), null));
    }
    return Optional.empty();
  }

  /** An index as it is kept; no deal that is served here has any beyond 63 bits. */
  static long index(BigInteger index) {
    return index.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
  }

  private static TrialRow row(long trial, String kind, String account, String digest, Long number) {
    return new TrialRow(trial, kind, null, null, account, digest, null, number, null);
  }
}
