package io.gridbourse.ejb.proof;

import io.gridbourse.domain.bag.BagId;

/** Another owner has taken the partition over: nothing was written. */
public final class StaleEpoch extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StaleEpoch(BagId bag, int partition, long epoch) {
    super("partition " + bag + "." + partition + " is no longer owned under epoch " + epoch);
  }
}
