package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.BagState;
import java.util.Optional;

/**
 * Which bags to list.
 *
 * @param name part of the name, in any case
 * @param app name of the app
 */
public record BagFilter(Optional<BagState> state, Optional<String> name, Optional<String> app) {
  /** All bags. */
  public static final BagFilter ALL =
      new BagFilter(Optional.empty(), Optional.empty(), Optional.empty());
}
