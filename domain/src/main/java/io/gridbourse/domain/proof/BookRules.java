package io.gridbourse.domain.proof;

import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.proof.ladder.SpotCheckDraw;
import java.time.Duration;
import java.util.Optional;

/**
 * What a partition's book goes by.
 *
 * @param demand what an answer needs before it counts
 * @param checks which leases are checks of known answers, if any are
 * @param attempts worker faults after which a slice is given up, at least 1
 * @param revealWithin time to answer the request to reveal
 * @param slicesMax slices that may be open at once; bounds memory and what workers risk
 */
public record BookRules(
    Demand demand,
    Optional<SpotCheckDraw> checks,
    int attempts,
    Duration revealWithin,
    int slicesMax) {
  public BookRules {
    if (attempts < 1 || slicesMax < 1 || revealWithin.isNegative() || revealWithin.isZero()) {
      throw new IllegalArgumentException("attempts, slices and the time to reveal are above zero");
    }
  }

  /** The ledger's rule alone. */
  public BookRules(Trust trust, int attempts, Duration revealWithin, int slicesMax) {
    this(Demand.of(trust), Optional.empty(), attempts, revealWithin, slicesMax);
  }

  /** What the ledger settles by. */
  public Trust trust() {
    return demand.trust();
  }

  /** Whether answers are committed before they are shown. One vote needs no seal. */
  public boolean isSealed() {
    return demand.isSealed();
  }
}
