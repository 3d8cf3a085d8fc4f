package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.bag.BagId;

/** The partition was given up on this node meanwhile; it is read anew, here or elsewhere. */
final class PartitionGone extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PartitionGone(BagId bag, int number) {
    super("partition " + bag + "." + number + " is not driven here any more", null, false, false);
  }
}
