package io.gridbourse.worker.activation;

import java.time.Instant;
import java.time.ZoneId;
import java.util.OptionalDouble;

/** What the work of a day has used. */
@FunctionalInterface
public interface DayEnergy {
  /** Watt-hours since midnight in a time zone; empty if that is unknown. */
  OptionalDouble wattHours(Instant now, ZoneId zone);
}
