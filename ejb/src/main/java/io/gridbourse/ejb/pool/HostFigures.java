package io.gridbourse.ejb.pool;

import io.gridbourse.domain.pool.Availability;
import io.gridbourse.domain.pool.RelativeSpeed;
import io.gridbourse.domain.wire.WorkerWire;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is known of a host, as it is stored.
 *
 * @param benchmark what it measured of itself, with the time of the measurement
 * @param availability as it was at {@code notedAt}
 * @param there whether it worked then
 * @param source where its figures of energy come from
 * @param watts power that a task draws, smoothed over its leases; empty while that is unknown
 */
public record HostFigures(
    Optional<Measured> benchmark,
    RelativeSpeed speed,
    Availability availability,
    boolean there,
    Optional<Instant> notedAt,
    EnergySource source,
    OptionalDouble watts) {
  private static final double NEWEST_SHARE = 0.2;

  /** Nothing is known. */
  static final HostFigures NONE =
      new HostFigures(
          Optional.empty(),
          RelativeSpeed.UNKNOWN,
          Availability.UNKNOWN,
          false,
          Optional.empty(),
          EnergySource.UNKNOWN,
          OptionalDouble.empty());

  /** Where figures of energy come from. */
  public enum EnergySource {
    /** Counters of the machine. */
    METERED,
    /** The owner's word for its power. */
    DECLARED,
    /** Nowhere. */
    UNKNOWN
  }

  /** A benchmark and when it arrived. */
  public record Measured(WorkerWire.Benchmark benchmark, Instant at) {}

  /** The availability by now, if nothing has changed since it was noted. */
  Availability availabilityAt(Instant now) {
    return notedAt
        .map(at -> availability.after(there, Duration.between(at, now)))
        .orElse(availability);
  }

  HostFigures measured(WorkerWire.Benchmark fresh, Instant now) {
    return new HostFigures(
        Optional.of(new Measured(fresh, now)), speed, availability, there, notedAt, source, watts);
  }

  /**
   * After a lease that it answered.
   *
   * @param fresh watts that a task of the lease drew; empty if nobody knows
   */
  HostFigures computed(RelativeSpeed next, OptionalDouble fresh) {
    OptionalDouble power =
        fresh.isPresent() && watts.isPresent()
            ? OptionalDouble.of(
                watts.getAsDouble() + NEWEST_SHARE * (fresh.getAsDouble() - watts.getAsDouble()))
            : fresh.isPresent() ? fresh : watts;
    return new HostFigures(benchmark, next, availability, there, notedAt, source, power);
  }

  /** With figures of energy from another source: what the one before told does not hold there. */
  HostFigures from(EnergySource next) {
    return new HostFigures(
        benchmark, speed, availability, there, notedAt, next, OptionalDouble.empty());
  }

  /** After a change of its state; a departure is one from work to anything else. */
  HostFigures changed(boolean nowThere, Instant now) {
    Availability before = availabilityAt(now);
    boolean left = there && !nowThere;
    return new HostFigures(
        benchmark,
        speed,
        left ? before.departed() : before,
        nowThere,
        Optional.of(now),
        source,
        watts);
  }

  /**
   * As a server takes it over that starts: nobody watched the host since it was last heard of.
   *
   * @param lastSeen when a server last heard of it
   */
  HostFigures resumed(Optional<Instant> lastSeen, Instant now) {
    Optional<Instant> end = lastSeen.filter(seen -> notedAt.filter(seen::isAfter).isPresent());
    Availability until =
        there && end.isPresent()
            ? availability.after(true, Duration.between(notedAt.orElseThrow(), end.get()))
            : availability;
    return new HostFigures(benchmark, speed, until, false, Optional.of(now), source, watts);
  }
}
