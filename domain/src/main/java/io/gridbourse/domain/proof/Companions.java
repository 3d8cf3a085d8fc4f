package io.gridbourse.domain.proof;

import io.gridbourse.domain.value.Address;
import java.time.Duration;
import java.util.Set;

/** Whom a worker may share tasks with. */
@FunctionalInterface
public interface Companions {
  /** With everybody. */
  Companions ANYBODY = (firstTask, others, waited) -> true;

  /**
   * Whether the worker may compute what others compute.
   *
   * @param firstTask index of the first of the tasks
   * @param others who has answered them or works on them, at least one
   * @param waited how long the tasks have wanted another worker
   */
  boolean suit(long firstTask, Set<Address> others, Duration waited);

  /** Whether what another worker answers has to be what this one does. */
  default boolean isLike(Address other) {
    return true;
  }
}
