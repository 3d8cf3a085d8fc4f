package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.proof.PartitionBook.Wish;
import java.time.Duration;

/** How large leases are and how long they last. */
final class LeaseTerms {
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final int TIMES_EXPECTED = 10;

  private LeaseTerms() {}

  /**
   * A wish for the next lease of a bag.
   *
   * @param longest that it should take where it is computed
   * @param max tasks that pledge and limits allow
   */
  static Wish wish(BagRun bag, int workers, Duration longest, int max) {
    Duration walltime = bag.terms().bag().spec().resources().walltime();
    Duration expected = bag.taskTime().multipliedBy(TIMES_EXPECTED);
    Duration perTask = bag.isPaceKnown() && expected.compareTo(walltime) < 0 ? expected : walltime;
    // A task may take its whole wall time although the others were quick.
    return new Wish(
        Math.min(max, bag.leaseTasks(workers, longest)), max, GRACE.plus(walltime), perTask);
  }
}
