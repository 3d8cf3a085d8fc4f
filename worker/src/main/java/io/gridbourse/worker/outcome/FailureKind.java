package io.gridbourse.worker.outcome;

/** How a program failed by itself, so that an honest worker elsewhere sees the same. */
public enum FailureKind {
  /** It ended with an exit code other than 0. */
  EXIT,
  /** It broke a rule of its machine: a trap, a signal, or it cannot be started at all. */
  TRAP,
  /** It wanted more memory than it may have. */
  MEMORY,
  /** It ran longer than its wall time. */
  TIME,
  /** It wrote more than it may, or did not write what it declares. */
  OUTPUT
}
