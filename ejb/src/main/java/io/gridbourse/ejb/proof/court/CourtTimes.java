package io.gridbourse.ejb.proof.court;

import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.proof.court.Trial;
import java.time.Instant;

/** Until when jurors may show their answers. */
final class CourtTimes {
  private CourtTimes() {}

  /** The ledger says it when all have committed; else it is the category's time after that. */
  static Instant revealEnd(Trial trial, Deal deal) {
    return trial
        .revealEnd()
        .orElseGet(() -> trial.commitEnd().orElseThrow().plus(deal.category().reference()));
  }

  /** Whether jurors may show their answers at a time. */
  static boolean isRevealing(Trial trial, Instant now) {
    return trial.revealEnd().isPresent()
        || trial.commitEnd().filter(end -> !now.isBefore(end)).isPresent();
  }
}
