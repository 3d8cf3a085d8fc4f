package io.gridbourse.domain.pool;

import io.gridbourse.domain.value.Address;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An agent on a machine.
 *
 * @param address its account: it signs with the key and pledges from there
 * @param software name and version of the agent
 * @param drivers ways to run tasks that passed the worker's own probes, and those that did not
 * @param site where it stands, by the word of the operator that let it in; empty if nobody said
 * @param declaration what its owner says of it
 */
public record Worker(
    Address address,
    Address pool,
    String name,
    String software,
    Host host,
    List<Driver> drivers,
    Instant enrolledAt,
    Optional<Site> site,
    Declaration declaration) {
  /** Characters that a worker's name may have. */
  public static final int NAME_MAX = 100;

  public Worker {
    drivers = List.copyOf(drivers);
    if (name.isBlank() || name.length() > NAME_MAX) {
      throw new IllegalArgumentException("a worker's name has 1 to 100 characters");
    }
  }

  /** A worker of which nobody said where it stands. */
  public Worker(
      Address address,
      Address pool,
      String name,
      String software,
      Host host,
      List<Driver> drivers,
      Instant enrolledAt) {
    this(
        address,
        pool,
        name,
        software,
        host,
        drivers,
        enrolledAt,
        Optional.empty(),
        Declaration.NONE);
  }

  /** The same worker at a site. */
  public Worker at(Optional<Site> other) {
    return new Worker(address, pool, name, software, host, drivers, enrolledAt, other, declaration);
  }

  /** The same worker whose owner says something else of it. */
  public Worker declaring(Declaration other) {
    return new Worker(address, pool, name, software, host, drivers, enrolledAt, site, other);
  }

  /** Whether it can run programs of a driver. */
  public boolean runs(String driver) {
    return drivers.stream().anyMatch(each -> each.enabled() && each.name().equals(driver));
  }

  /**
   * The machine, as it says.
   *
   * @param processor vendor and family as {@code vendor/family}, or {@link #UNKNOWN}, or {@link
   *     #CHANGED}
   */
  public record Host(String os, String arch, int cpus, long memoryBytes, String processor) {
    /** The worker did not say what processor it has. */
    public static final String UNKNOWN = "unknown";

    /**
     * The worker said at one time this and at another that, so that its votes are not all of one
     * kind of host.
     */
    public static final String CHANGED = "changed";

    /** A machine whose processor is unknown. */
    public Host(String os, String arch, int cpus, long memoryBytes) {
      this(os, arch, cpus, memoryBytes, UNKNOWN);
    }

    /** Whether this names a processor. */
    public static boolean isKnown(String processor) {
      return !processor.equals(UNKNOWN) && !processor.equals(CHANGED);
    }
  }

  /**
   * A way to run tasks.
   *
   * @param isolation 0 none, 1 process limits, 2 sandboxed without network, 3 memory-safe and
   *     sandboxed
   */
  public record Driver(String name, boolean enabled, int isolation, List<String> notes) {
    public Driver {
      notes = List.copyOf(notes);
    }
  }
}
