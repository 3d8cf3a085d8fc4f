package io.gridbourse.domain.proof;

import io.gridbourse.domain.value.Address;
import java.time.Instant;
import java.util.List;

/**
 * A slice on which all workers that it needs are at work.
 *
 * @param count its tasks
 * @param since when the first of those who are still at work was given it
 * @param copies 1, and one more for each duplicate that is under work
 * @param workers who is at work
 */
public record Straggler(int count, Instant since, int copies, List<Address> workers) {
  public Straggler {
    workers = List.copyOf(workers);
  }
}
