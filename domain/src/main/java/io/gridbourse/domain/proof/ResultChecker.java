package io.gridbourse.domain.proof;

import java.util.function.Function;

/**
 * Verifies the results of one app for much less than they cost to compute. A refused result is
 * certainly wrong, so its worker is rejected without a vote; an accepted one may still be
 * incomplete, unless the checker says that it also proves completeness. Implementations are pure:
 * the same arguments give the same verdict on every node, and no input makes them throw.
 */
public interface ResultChecker {
  /** The app's name whose results this checks, as an app states it: {@code vanity}. */
  String name();

  /** Judges the result of one task, the bytes that its outcome holds. */
  Verdict check(TaskCommand command, byte[] result);

  /** What a check came to. */
  sealed interface Verdict {
    /** One of the three, by case. */
    <R> R fold(
        Function<Accepted, R> accepted,
        Function<Refused, R> refused,
        Function<Abstained, R> abstained);
  }

  /** Nothing in the result is wrong. */
  record Accepted() implements Verdict {
    @Override
    public <R> R fold(
        Function<Accepted, R> accepted,
        Function<Refused, R> refused,
        Function<Abstained, R> abstained) {
      return accepted.apply(this);
    }
  }

  /**
   * The result is wrong.
   *
   * @param line where, from 1; 0 for the result as a whole
   * @param detail what is wrong there, for people
   */
  record Refused(Reason reason, int line, String detail) implements Verdict {
    @Override
    public <R> R fold(
        Function<Accepted, R> accepted,
        Function<Refused, R> refused,
        Function<Abstained, R> abstained) {
      return refused.apply(this);
    }
  }

  /**
   * The checker cannot tell: only votes can.
   *
   * @param detail why, for people
   */
  record Abstained(String detail) implements Verdict {
    @Override
    public <R> R fold(
        Function<Accepted, R> accepted,
        Function<Refused, R> refused,
        Function<Abstained, R> abstained) {
      return abstained.apply(this);
    }
  }

  /** Why a result was refused: implemented by an enum of each checker. */
  interface Reason {
    /** Stable, in upper snake case, for JSON, logs and metrics. */
    String code();
  }
}
