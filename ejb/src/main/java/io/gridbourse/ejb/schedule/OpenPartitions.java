package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.bag.BagId;

/** Port: which partitions are not decided yet, wherever they are driven. */
public interface OpenPartitions {
  /** Whether tasks of the partition may still be answered. */
  boolean isOpen(BagId bag, int partition);
}
