package io.gridbourse.ejb.market;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.value.Address;
import java.util.Optional;

/** The support that bags may ask for when they are submitted. */
public interface BagSupport {
  /**
   * Why the support that a bag asks for cannot be given; empty if it can or none is asked for. What
   * it counts on stays so in the running transaction.
   */
  Optional<Submission.Refused> refuse(BagSpec spec, Address requester);

  /** Sets aside what a stored bag asks for, in the running transaction. */
  void reserve(BagId bag, BagSpec spec, Address requester);
}
