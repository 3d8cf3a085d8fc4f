package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.BagId;
import java.util.Optional;

/** Reads names of bags that people send. */
final class Bagged {
  private Bagged() {}

  /** The id, if the text is one. */
  static Optional<BagId> id(String text) {
    try {
      return Optional.of(new BagId(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
