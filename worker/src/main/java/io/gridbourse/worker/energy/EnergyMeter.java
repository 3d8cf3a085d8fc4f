package io.gridbourse.worker.energy;

import java.util.OptionalDouble;

/** Tells how much energy this machine has used. Only differences mean something. */
public interface EnergyMeter {
  /** How the figures come about. */
  Source source();

  /** Joules so far; they never fall. Empty if that is unknown. */
  OptionalDouble joules();

  /** Where figures of energy come from. */
  enum Source {
    /** A counter of the machine. */
    METERED,
    /** The owner's word for the machine's power, and the time. */
    DECLARED,
    /** Nowhere. */
    UNKNOWN
  }
}
