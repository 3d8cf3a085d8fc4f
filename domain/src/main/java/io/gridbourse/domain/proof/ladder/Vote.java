package io.gridbourse.domain.proof.ladder;

/**
 * A worker's answer to one task.
 *
 * @param answer equal for answers that count as the same
 * @param check what a checker said of it
 * @param <K> what distinguishes answers: a digest, or the number of a group of like results
 */
public record Vote<K>(String worker, K answer, Standing standing, Check check) {
  /** A vote that no checker has looked at. */
  public static <K> Vote<K> of(String worker, K answer, Standing standing) {
    return new Vote<>(worker, answer, standing, Check.NONE);
  }

  /** What a checker said. */
  public enum Check {
    /** Nobody looked. */
    NONE,
    /** Nothing that was looked at is wrong. */
    PASSED,
    /** It is certainly wrong. */
    FAILED
  }
}
