package io.gridbourse.ejb.schedule.promise;

import io.gridbourse.domain.bag.BagSpec;

/**
 * Bags that are alike enough to learn from each other: of one app on one pool, with as many digits
 * in their number of tasks.
 */
record Kind(String app, String pool, int sizeClass) {
  /** The kind of a bag on a pool. */
  static Kind of(BagSpec spec, String pool) {
    return new Kind(spec.app(), pool, sizeClass(spec.tasks()));
  }

  /** Digits of a number of tasks, less one. */
  static int sizeClass(long tasks) {
    return Long.toString(tasks).length() - 1;
  }
}
