package io.gridbourse.domain.data;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a datum wants (BitDew): how many copies, beside what, for how long.
 *
 * @param replica hosts that should hold it; {@link #UNLIMITED} for all
 * @param distribution data with these attributes that one host may hold; {@link #UNLIMITED} for any
 * @param faultTolerant whether a copy on a host that fell silent is replaced
 * @param affinity datum that it follows: it goes wherever that one is
 * @param lifetimeUntil when it ends, in seconds of the caller's clock
 * @param lifetimeWith datum with which it ends
 */
public record DatumAttributes(
    int replica,
    int distribution,
    boolean faultTolerant,
    Optional<String> affinity,
    OptionalDouble lifetimeUntil,
    Optional<String> lifetimeWith) {
  /** As many as there are. */
  public static final int UNLIMITED = -1;

  /** One copy, anywhere, for ever. */
  public static final DatumAttributes DEFAULT =
      new DatumAttributes(
          1, UNLIMITED, false, Optional.empty(), OptionalDouble.empty(), Optional.empty());

  public DatumAttributes {
    if (replica < UNLIMITED) {
      throw new IllegalArgumentException("replica must be -1 or more, but is " + replica);
    }
    if (distribution < UNLIMITED) {
      throw new IllegalArgumentException("distribution must be -1 or more, but is " + distribution);
    }
    if (lifetimeUntil.isPresent() && Double.isNaN(lifetimeUntil.getAsDouble())) {
      throw new IllegalArgumentException("lifetimeUntil must be a number");
    }
  }

  /** The same with another number of copies. */
  public DatumAttributes replica(int copies) {
    return new DatumAttributes(
        copies, distribution, faultTolerant, affinity, lifetimeUntil, lifetimeWith);
  }

  /** The same with a limit for one host. */
  public DatumAttributes distribution(int most) {
    return new DatumAttributes(replica, most, faultTolerant, affinity, lifetimeUntil, lifetimeWith);
  }

  /** The same, replaced when a host falls silent. */
  public DatumAttributes replaced() {
    return new DatumAttributes(replica, distribution, true, affinity, lifetimeUntil, lifetimeWith);
  }

  /** The same beside another datum. */
  public DatumAttributes beside(String datum) {
    return new DatumAttributes(
        replica, distribution, faultTolerant, Optional.of(datum), lifetimeUntil, lifetimeWith);
  }

  /** The same until a time. */
  public DatumAttributes until(double seconds) {
    return new DatumAttributes(
        replica, distribution, faultTolerant, affinity, OptionalDouble.of(seconds), lifetimeWith);
  }

  /** The same as long as another datum. */
  public DatumAttributes endingWith(String datum) {
    return new DatumAttributes(
        replica, distribution, faultTolerant, affinity, lifetimeUntil, Optional.of(datum));
  }
}
