package io.gridbourse.domain.proof;

import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;

/**
 * What was found by looking at the results of a lease.
 *
 * @param refused positions whose result a checker refused
 * @param passed positions whose result a checker found nothing wrong with, if that matters
 * @param counted the digests by which the answers count, where others are like them
 */
public record Judged(RoaringBitmap refused, RoaringBitmap passed, Optional<PackedDigests> counted) {
  /** Each answer counts as itself, but for those that a checker refused. */
  public static Judged refusing(RoaringBitmap refused) {
    return new Judged(refused, new RoaringBitmap(), Optional.empty());
  }
}
