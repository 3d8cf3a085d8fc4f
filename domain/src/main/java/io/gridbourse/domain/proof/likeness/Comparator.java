package io.gridbourse.domain.proof.likeness;

/**
 * Says whether two results count as the same. Pure: the same results always compare alike, and no
 * input makes it throw. A result that it cannot read is the fault of the worker who sent it.
 */
public interface Comparator {
  /** Its name in orders and certificates. */
  String name();

  /** Reads a result once, so that it can be compared with many. */
  Reading read(byte[] result);

  /** A result as a comparator sees it. */
  sealed interface Reading permits Illegible, Legible {}

  /**
   * A result that no honest worker sends.
   *
   * @param why for people
   */
  record Illegible(String why) implements Reading {}

  /** A result that can be compared. */
  non-sealed interface Legible extends Reading {
    /** Whether the other one, read by the same comparator, counts as the same. */
    boolean isLike(Legible other);
  }
}
