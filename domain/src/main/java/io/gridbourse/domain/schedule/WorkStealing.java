package io.gridbourse.domain.schedule;

import java.util.Optional;

/** How an idle server node helps itself to what others have too much of. */
public final class WorkStealing {
  private static final int BATCHES_MIN = 2;

  private WorkStealing() {}

  /** To take {@code tasks} from the end of queue {@code queue}. */
  public record Haul(int queue, long tasks) {}

  /**
   * Half of the longest queue, of equals the first; nothing if that is below two batches, for then
   * its owner is done before the haul has arrived.
   *
   * @param lengths tasks that wait in each queue and are bound to no host's data
   * @param batch tasks of one lease, at least 1
   */
  public static Optional<Haul> plan(long[] lengths, int batch) {
    int longest = -1;
    for (int i = 0; i < lengths.length; i++) {
      if (longest < 0 || lengths[i] > lengths[longest]) {
        longest = i;
      }
    }
    if (longest < 0 || lengths[longest] < (long) BATCHES_MIN * Math.max(1, batch)) {
      return Optional.empty();
    }
    return Optional.of(new Haul(longest, lengths[longest] / 2));
  }
}
