package io.gridbourse.domain.schedule.rank;

/**
 * What is known of bag classes on host classes when an epoch begins. A bag class is all bags whose
 * tasks are alike to the scheduler, a host class all hosts that are.
 */
public interface Measures {
  /** Number of bag classes, at most {@link RankingTable#BAG_CLASSES_MAX}. */
  int bagClasses();

  /** Number of host classes. */
  int hostClasses();

  /** Whether hosts of a class may run tasks of a bag class at all. */
  boolean eligible(int bagClass, int hostClass);

  /** Bag classes of a higher level come before all of lower ones, whatever their flows say. */
  default int level(int bagClass, int hostClass) {
    return 0;
  }

  /** The value of one criterion, in the criterion's own unit. */
  double value(int criterion, int bagClass, int hostClass);
}
