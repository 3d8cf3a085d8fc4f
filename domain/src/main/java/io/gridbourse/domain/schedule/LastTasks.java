package io.gridbourse.domain.schedule;

/**
 * Whether a bag that has a deadline keeps its last tasks from a host: if that one rather leaves
 * than ends a task, and another one that may run it rather stays. That one is at work for no longer
 * than a task takes, so nothing is kept back for longer.
 *
 * @param left tasks that nobody has taken
 * @param workers online that run its driver
 * @param waited seconds since so few were left
 * @param taskSeconds that a task takes on average
 */
public record LastTasks(long left, int workers, double waited, double taskSeconds) {
  private static final double RATHER = 0.5;

  /**
   * Whether a host is passed over.
   *
   * @param stays probability that it stays for a task
   * @param best the same of the steadiest host that may run the bag
   */
  public boolean passOver(double stays, double best) {
    return left <= workers && waited < taskSeconds && stays < RATHER && best >= RATHER;
  }
}
