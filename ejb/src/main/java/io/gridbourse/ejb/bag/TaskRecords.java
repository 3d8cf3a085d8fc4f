package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.proof.BagDemands;
import io.gridbourse.ejb.proof.Doubts;
import io.gridbourse.ejb.proof.FactRows;
import io.gridbourse.ejb.proof.FactRows.Stored;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** The votes on single tasks, as the database has them. */
final class TaskRecords {
  private final DataSource database;
  private final FactRows facts;
  private final BagDemands demands;

  TaskRecords(DataSource database) {
    this.database = database;
    this.facts = new FactRows(database);
    this.demands = new BagDemands(database);
  }

  /** Who voted in a partition and was caught after it went to the ledger, and when. */
  Map<Address, Instant> doubts(BagId bag, int partition) {
    return Doubts.of(database, bag, partition);
  }

  FactRows facts() {
    return facts;
  }

  BagDemands demands() {
    return demands;
  }

  /** The votes on a task of a partition. */
  TaskRecord of(Bag bag, int partition, long index) {
    return of(bag, index, facts.toTask(bag.id(), partition, index));
  }

  /** Votes on a task that were read already. */
  TaskRecord of(Bag bag, long index, List<Stored> votes) {
    return new TaskRecord(index, demands.of(bag), votes);
  }
}
