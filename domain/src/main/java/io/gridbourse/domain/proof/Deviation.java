package io.gridbourse.domain.proof;

import io.gridbourse.domain.value.Address;
import java.util.List;

/**
 * Tasks that did not go the straight way, for people and for the record.
 *
 * @param first index of the first task
 * @param workers who is concerned: who disagrees, or who was outvoted
 */
public record Deviation(long first, int count, Kind kind, List<Address> workers) {
  public Deviation {
    workers = List.copyOf(workers);
  }

  /** What happened. */
  public enum Kind {
    /** Workers gave different answers, none with enough weight: more replicas are needed. */
    DISPUTED,
    /** An answer was certified against other answers, or without workers that kept silent. */
    OUTVOTED,
    /** The tasks ended without a certificate. */
    GIVEN_UP
  }
}
