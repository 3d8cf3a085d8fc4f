package io.gridbourse.domain.schedule;

import io.gridbourse.domain.pool.UnitNeed;
import io.gridbourse.domain.schedule.rank.HostFit;
import java.time.Duration;

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
 * @param contents key of what hosts must have fetched; empty if that is too little to count
 * @param lease octave of the seconds that a lease of it takes; 0 if that is less than a minute or
 *     unknown, as hosts hardly leave so soon
 */
public record BagClass(
    String holder,
    String project,
    String program,
    Needs needs,
    int priority,
    HostFit.Weights weights,
    int earning,
    int urgency,
    String contents,
    int lease) {
  /** Stands for what is not known. */
  public static final int UNKNOWN = Integer.MIN_VALUE;

  /** Whether hosts stay for shorter leases does not matter. */
  private static final Duration LEASE_MIN = Duration.ofMinutes(1);

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

  /** Bags of which hosts need to fetch nothing that counts. */
  public BagClass(
      String holder,
      String project,
      String program,
      Needs needs,
      int priority,
      HostFit.Weights weights,
      int earning,
      int urgency) {
    this(holder, project, program, needs, priority, weights, earning, urgency, "", 0);
  }

  /** Those of the class that need these contents. */
  public BagClass needing(String key) {
    return new BagClass(
        holder, project, program, needs, priority, weights, earning, urgency, key, lease);
  }

  /** Those of the class whose leases take so long. */
  public BagClass lasting(Duration time) {
    int step = time.compareTo(LEASE_MIN) < 0 ? 0 : HostClass.step(time.toSeconds());
    return new BagClass(
        holder, project, program, needs, priority, weights, earning, urgency, contents, step);
  }

  /** The seconds of a lease that stand for the class; 0 if they do not matter. */
  double leaseSeconds() {
    return lease == 0 ? 0 : Math.pow(2, lease + 0.5);
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
        + (contents.isEmpty() ? "" : ", data " + contents)
        + (urgency == 0 ? "" : ", " + urgency + "/" + URGENCY_MAX + " of its time gone");
  }
}
