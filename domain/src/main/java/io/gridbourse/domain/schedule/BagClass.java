package io.gridbourse.domain.schedule;

import io.gridbourse.domain.pool.UnitNeed;
import io.gridbourse.domain.schedule.rank.HostFit;

/**
 * Bags that the scheduler ranks as one: they ask for the same, for the same share holder.
 *
 * @param holder whose share of the service they draw on
 * @param project as the specification names it, or nothing
 * @param program what their tasks run
 * @param needs what a host must have
 * @param priority among the bags of the holder, the higher first
 * @param weights what counts for the requester in the choice of hosts
 * @param earning octave of what a second of computing earns the pool, in nRLC; {@link #UNKNOWN}
 *     while no task has come back
 * @param urgency sixteenths of the time to the deadline that have passed; 0 without one
 */
public record BagClass(
    String holder,
    String project,
    String program,
    Needs needs,
    int priority,
    HostFit.Weights weights,
    int earning,
    int urgency) {
  /** Stands for what is not known. */
  public static final int UNKNOWN = Integer.MIN_VALUE;

  /** Steps of urgency. */
  public static final int URGENCY_MAX = 16;

  /**
   * What a host must have for a task.
   *
   * @param isolation of the driver at least
   * @param requirements an expression that the host meets; empty if none is asked for
   * @param units what a task takes of counted things
   */
  public record Needs(
      String driver,
      int isolation,
      int cpus,
      long memoryBytes,
      String requirements,
      UnitNeed units) {
    /** What asks for nothing that an expression says and takes nothing that is counted. */
    public Needs(String driver, int isolation, int cpus, long memoryBytes) {
      this(driver, isolation, cpus, memoryBytes, "", UnitNeed.NONE);
    }
  }

  /** What a second of computing earns, in octaves; not a number while unknown. */
  double earningOrUnknown() {
    return earning == UNKNOWN ? Double.NaN : earning;
  }

  /** The class in a line, for people. */
  public String text() {
    return holder
        + (project.isEmpty() || holder.endsWith(" " + project) ? "" : ", project " + project)
        + (priority == 0 ? "" : ", priority " + priority)
        + (", driver " + needs.driver)
        + (needs.requirements.isEmpty() ? "" : ", with requirements")
        + (needs.units.isNothing() ? "" : ", takes " + needs.units.text())
        + (urgency == 0 ? "" : ", " + urgency + "/" + URGENCY_MAX + " of its time gone");
  }
}
