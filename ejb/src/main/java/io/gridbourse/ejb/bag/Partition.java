package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.PartitionState;
import java.util.Optional;

/**
 * A partition as its row says.
 *
 * @param size tasks of a full partition of the bag
 */
public record Partition(
    BagId bag,
    int number,
    long first,
    int tasks,
    long size,
    PartitionState state,
    Optional<String> node,
    long epoch,
    Tally tally,
    Optional<String> resultsRoot) {

  /**
   * Decided tasks.
   *
   * @param succeeded certified tasks whose program succeeded
   * @param programFailed certified tasks whose program failed
   * @param givenUp tasks without a certificate
   */
  public record Tally(int succeeded, int programFailed, int givenUp) {
    /** Nothing decided. */
    public static final Tally NONE = new Tally(0, 0, 0);

    /** Decided tasks in all. */
    public int decided() {
      return succeeded + programFailed + givenUp;
    }
  }

  /** A bag that is not cut yet, as one partition that waits. */
  static Partition uncut(BagId bag, long tasks) {
    int shown = (int) Math.min(Integer.MAX_VALUE, tasks);
    return new Partition(
        bag,
        0,
        0,
        shown,
        tasks,
        PartitionState.WAITING,
        Optional.empty(),
        0,
        Tally.NONE,
        Optional.empty());
  }
}
