package io.gridbourse.domain.bag;

import java.util.List;
import java.util.Optional;

/** The stored bags. Every change of state is a compare-and-set, so that nobody acts twice. */
public interface Bags {
  /** Stores a new bag; returns false, and changes nothing, if its id is already there. */
  boolean add(Bag bag);

  /** The bag with this id. */
  Optional<Bag> find(BagId id);

  /** Up to {@code limit} bags in a state, oldest first. */
  List<Bag> inState(BagState state, int limit);

  /**
   * Moves a bag from {@code expected} along {@code event}.
   *
   * @param reason shown to its owner; empty clears it
   * @return false if the bag is no longer in {@code expected}: somebody else was first
   * @throws IllegalArgumentException if the table of {@link BagState} has no such edge
   */
  boolean move(BagId id, BagState expected, BagState.Event event, Optional<String> reason);

  /** Notes that the owner wants it ended; false if it has ended. */
  boolean requestCancel(BagId id);
}
