package io.gridbourse.domain.proof;

import io.gridbourse.domain.market.Trust;
import java.time.Duration;

/**
 * What a partition's book goes by.
 *
 * @param attempts worker faults after which a slice is given up, at least 1
 * @param revealWithin time to answer the request to reveal
 * @param slicesMax slices that may be open at once; bounds memory and what workers risk
 */
public record BookRules(Trust trust, int attempts, Duration revealWithin, int slicesMax) {
  public BookRules {
    if (attempts < 1 || slicesMax < 1 || revealWithin.isNegative() || revealWithin.isZero()) {
      throw new IllegalArgumentException("attempts, slices and the time to reveal are above zero");
    }
  }

  /** Whether answers are committed before they are shown. One vote needs no seal. */
  public boolean isSealed() {
    return trust.value() > 1;
  }
}
