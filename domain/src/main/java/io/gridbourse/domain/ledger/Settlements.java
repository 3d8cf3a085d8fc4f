package io.gridbourse.domain.ledger;

import java.util.Optional;

/**
 * The port through which settlements reach the ledger. A settlement is planned once per deal and
 * partition; it is then sent, mined and made final by the adapter, across restarts.
 */
public interface Settlements {
  /** Stores the intent to settle; planning the same deal and partition again changes nothing. */
  void plan(PartitionSettlement settlement);

  /** The same for a task that is settled on its own, by the number of its partition. */
  void plan(TaskSettlement settlement);

  /** How far the settlement of a partition has come; empty if none was planned. */
  Optional<Progress> progress(DealId deal, int partition);

  /** States of a settlement's transaction. */
  enum Progress {
    /** Stored, not yet mined. */
    PLANNED,
    /** In a block that may still be reorganised away. */
    MINED,
    /** In a final block: paid. */
    FINAL,
    /** The ledger refused it; an operator must look. */
    REFUSED
  }
}
