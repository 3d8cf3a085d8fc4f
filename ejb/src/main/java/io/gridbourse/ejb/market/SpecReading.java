package io.gridbourse.ejb.market;

import io.gridbourse.domain.bag.BagSpec;
import java.util.List;

/** What became of reading a BagSpec. */
public sealed interface SpecReading {
  /** A BagSpec that says nothing wrong. */
  record Read(BagSpec spec) implements SpecReading {}

  /** All that is wrong with it, at least one problem. */
  record Refused(List<SpecProblem> problems) implements SpecReading {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
