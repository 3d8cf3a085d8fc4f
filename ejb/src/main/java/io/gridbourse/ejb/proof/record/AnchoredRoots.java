package io.gridbourse.ejb.proof.record;

import io.gridbourse.domain.value.Bytes32;

/** The anchors as the ledger itself says; throws if the chain does not answer. */
public interface AnchoredRoots {
  /** Entries that the record had at the newest anchor; 0 if there is none. */
  long lastSize();

  /** The root that was anchored for a record of {@code size} entries; zero if there is none. */
  Bytes32 rootOf(long size);
}
