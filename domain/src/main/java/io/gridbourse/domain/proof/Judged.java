package io.gridbourse.domain.proof;

import io.gridbourse.domain.proof.sample.SampledTask;
import java.util.List;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;

/**
 * What was found by looking at the results of a lease.
 *
 * @param refused positions whose result a checker refused
 * @param passed positions whose result a checker found nothing wrong with, if that matters
 * @param counted the digests by which the answers count, where others are like them
 * @param samples what was found by computing parts of results again
 */
public record Judged(
    RoaringBitmap refused,
    RoaringBitmap passed,
    Optional<PackedDigests> counted,
    List<SampledTask> samples) {
  public Judged {
    samples = List.copyOf(samples);
  }

  /** Each answer counts as itself, but for those that a checker refused. */
  public static Judged refusing(RoaringBitmap refused) {
    return new Judged(refused, new RoaringBitmap(), Optional.empty(), List.of());
  }
}
