package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.ejb.schedule.Terms;

/** Port: what a bag needs to run. */
public interface TermsOfBags {
  /**
   * The terms of a bag whose deal is final.
   *
   * @throws IllegalStateException if the bag, its deal or its app is not known here
   */
  Terms of(BagId bag);
}
