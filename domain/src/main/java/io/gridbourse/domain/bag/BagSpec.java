package io.gridbourse.domain.bag;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.pool.Site;
import io.gridbourse.domain.pool.UnitNeed;
import io.gridbourse.domain.value.Sha256;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a user asks for, read from BagSpec v1 and checked.
 *
 * @param name shown to people, 1 to 100 characters
 * @param app name or address of a registered app
 * @param command template of the command line; placeholders {@code {index}} and names of params
 * @param sweep the parameters; its size is the number of tasks
 * @param inputs files that each task finds in its working directory
 * @param trust what a vote, or a jury, must reach
 * @param verification how it is reached
 * @param outputs names of files that make the result; empty means standard output
 * @param schedule what it asks of the scheduler; specs stored before there was any ask nothing
 * @param checkpoint what an unfinished task saves of itself, if it does; specs stored before there
 *     was any save nothing
 */
public record BagSpec(
    String name,
    String project,
    Map<String, String> labels,
    String app,
    List<String> command,
    Sweep sweep,
    List<Input> inputs,
    List<String> outputs,
    Resources resources,
    Trust trust,
    Verification verification,
    Market market,
    Limits limits,
    Schedule schedule,
    Optional<Checkpoint> checkpoint) {
  /** Tasks that one bag may have. */
  public static final long TASKS_MAX = 100_000_000;

  public BagSpec {
    labels = Map.copyOf(labels);
    command = List.copyOf(command);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    schedule = schedule == null ? Schedule.NONE : schedule;
    checkpoint = checkpoint == null ? Optional.empty() : checkpoint;
  }

  /** This spec on other terms. */
  public BagSpec on(Trust otherTrust, Verification otherVerification, Market otherMarket) {
    return new BagSpec(
        name,
        project,
        labels,
        app,
        command,
        sweep,
        inputs,
        outputs,
        resources,
        otherTrust,
        otherVerification,
        otherMarket,
        limits,
        schedule,
        checkpoint);
  }

  /** A spec whose tasks save nothing of themselves. */
  public BagSpec(
      String name,
      String project,
      Map<String, String> labels,
      String app,
      List<String> command,
      Sweep sweep,
      List<Input> inputs,
      List<String> outputs,
      Resources resources,
      Trust trust,
      Verification verification,
      Market market,
      Limits limits,
      Schedule schedule) {
    this(
        name,
        project,
        labels,
        app,
        command,
        sweep,
        inputs,
        outputs,
        resources,
        trust,
        verification,
        market,
        limits,
        schedule,
        Optional.empty());
  }

  /** This spec with a file more for every task. */
  public BagSpec with(Input file) {
    List<Input> files = new ArrayList<>(inputs);
    files.add(file);
    return new BagSpec(
        name,
        project,
        labels,
        app,
        command,
        sweep,
        files,
        outputs,
        resources,
        trust,
        verification,
        market,
        limits,
        schedule,
        checkpoint);
  }

  /** Number of tasks, 1 to {@link #TASKS_MAX}. */
  public long tasks() {
    return sweep.size();
  }

  /** What the votes of its workers must reach; one vote is enough where a jury may follow. */
  public Trust voteTrust() {
    return verification.isOptimistic() ? Trust.NONE : trust;
  }

  /** A file given to every task, fetched by its content's name. */
  public record Input(String path, Sha256 content) {}

  /**
   * What one task may use.
   *
   * @param units what it takes of counted things; specs stored before there were any take none
   */
  public record Resources(
      int cpus, long memoryBytes, long diskBytes, Duration walltime, UnitNeed units) {
    public Resources {
      units = units == null ? UnitNeed.NONE : units;
    }

    /** What takes nothing that is counted. */
    public Resources(int cpus, long memoryBytes, long diskBytes, Duration walltime) {
      this(cpus, memoryBytes, diskBytes, walltime, UnitNeed.NONE);
    }
  }

  /**
   * What an unfinished task saves, so that another attempt can go on from there.
   *
   * @param path file or folder in the working directory that the task writes
   * @param every how often it is fetched, 10 s to 1 day
   * @param portable whether it can be used on hosts with another system or processor
   * @param shared whether a vote may start from what another worker saved
   */
  public record Checkpoint(String path, Duration every, boolean portable, boolean shared) {
    /** Shortest time between two checkpoints. */
    public static final Duration EVERY_MIN = Duration.ofSeconds(10);

    /** Longest time between two checkpoints. */
    public static final Duration EVERY_MAX = Duration.ofDays(1);

    public Checkpoint {
      if (path.isBlank() || every.compareTo(EVERY_MIN) < 0 || every.compareTo(EVERY_MAX) > 0) {
        throw new IllegalArgumentException("a checkpoint is fetched every 10 s to 1 day");
      }
    }
  }

  /**
   * Limits of the purchase.
   *
   * @param pool name or address of a pool, or empty for any
   * @param maxPrice most for one task
   * @param budget most for the whole bag, with its insurance
   * @param promise what shall be kept
   * @param insuredWithin from the start of the deal to the deadline that is insured; empty if the
   *     bag is not insured
   */
  public record Market(
      Category category,
      Optional<String> pool,
      NanoRlc maxPrice,
      NanoRlc budget,
      Promise promise,
      Optional<Duration> insuredWithin) {
    public Market {
      // Bags of earlier versions are stored without it.
      promise = promise == null ? Promise.NONE : promise;
      insuredWithin = insuredWithin == null ? Optional.empty() : insuredWithin;
    }

    /** A purchase without insurance. */
    public Market(
        Category category,
        Optional<String> pool,
        NanoRlc maxPrice,
        NanoRlc budget,
        Promise promise) {
      this(category, pool, maxPrice, budget, promise, Optional.empty());
    }

    /** A purchase of which nothing is to be kept but the price. */
    public Market(Category category, Optional<String> pool, NanoRlc maxPrice, NanoRlc budget) {
      this(category, pool, maxPrice, budget, Promise.NONE);
    }
  }

  /**
   * How hard to try.
   *
   * @param parallel tasks that may run at once; 0 means no limit
   * @param attempts times a task may be tried after a worker's fault, 1 to 100
   */
  public record Limits(int parallel, int attempts) {}

  /**
   * What a bag asks of the scheduler.
   *
   * @param preference what counts in the choice of hosts
   * @param priority among the bags of its project, the higher first
   * @param minIsolation how well a worker's driver must isolate tasks at least, 0 to {@link
   *     #ISOLATION_MAX}
   * @param deadline time from submission within which it should be done
   * @param residency the only sites whose workers may have its tasks; empty allows all
   * @param requirements an expression over what a host is that each must meet; empty if all do
   */
  public record Schedule(
      HostPreference preference,
      int priority,
      int minIsolation,
      Optional<Duration> deadline,
      List<Site> residency,
      String requirements) {
    public Schedule {
      // Bags of earlier versions are stored without them.
      residency = residency == null ? List.of() : List.copyOf(residency);
      requirements = requirements == null ? "" : requirements;
    }

    /** What requires nothing that an expression says. */
    public Schedule(
        HostPreference preference,
        int priority,
        int minIsolation,
        Optional<Duration> deadline,
        List<Site> residency) {
      this(preference, priority, minIsolation, deadline, residency, "");
    }

    /** What asks for no site. */
    public Schedule(
        HostPreference preference, int priority, int minIsolation, Optional<Duration> deadline) {
      this(preference, priority, minIsolation, deadline, List.of());
    }

    /** The same with other requirements. */
    public Schedule requiring(String expression) {
      return new Schedule(preference, priority, minIsolation, deadline, residency, expression);
    }

    /** Whether workers of a site may have its tasks; of none where nobody knows the site. */
    public boolean admits(Optional<Site> site) {
      return residency.isEmpty() || site.filter(residency::contains).isPresent();
    }

    /** Nothing in particular. */
    public static final Schedule NONE =
        new Schedule(HostPreference.STANDARD, 0, 0, Optional.empty());

    /** Priorities go from minus this to this. */
    public static final int PRIORITY_MAX = 100;

    /** The best isolation that a driver can have. */
    public static final int ISOLATION_MAX = 3;
  }
}
