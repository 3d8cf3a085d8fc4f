package io.gridbourse.ejb.proof.likeness;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.proof.likeness.Comparator;
import io.gridbourse.domain.proof.likeness.EachFile;
import io.gridbourse.domain.proof.likeness.Numbers;
import io.gridbourse.domain.proof.likeness.Pixels;
import java.util.Optional;

/** The comparators that orders can name. */
public final class Comparators {
  private Comparators() {}

  /** The comparator of an order; empty if results are compared by their digests. */
  public static Optional<Comparator> of(BagSpec spec) {
    Optional<Comparator> one = of(spec.verification().assurance().likeness());
    return spec.outputs().isEmpty() ? one : one.map(EachFile::new);
  }

  /** The comparator of one text or image; empty if it is by bytes. */
  public static Optional<Comparator> of(Assurance.Likeness likeness) {
    if (likeness instanceof Assurance.LikeNumbers numbers) {
      return Optional.of(new Numbers(numbers.absolute(), numbers.relative()));
    }
    if (likeness instanceof Assurance.LikePixels pixels) {
      return Optional.of(new Pixels(pixels.tolerance(), pixels.share(), new PngReader()));
    }
    return Optional.empty();
  }
}
