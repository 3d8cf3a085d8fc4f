package io.gridbourse.domain.pool;

import io.gridbourse.domain.value.Address;
import java.util.OptionalDouble;

/** What is known of a host in numbers, for whoever compares hosts. */
public interface HostMeasures {
  /** How much it is there and how soon it leaves, by now. */
  Availability availability(Address worker);

  /** How fast it is beside others. */
  RelativeSpeed speed(Address worker);

  /** Operations a second on one processor, by its own benchmark; empty if it sent none. */
  OptionalDouble operationsPerSecond(Address worker);

  /** Power that a task draws there, in watts; empty where energy is unknown. */
  OptionalDouble watts(Address worker);
}
