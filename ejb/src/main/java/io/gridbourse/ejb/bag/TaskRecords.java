package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.ejb.proof.BagDemands;
import io.gridbourse.ejb.proof.FactRows;
import io.gridbourse.ejb.proof.FactRows.Stored;
import java.util.List;
import javax.sql.DataSource;

/** The votes on single tasks, as the database has them. */
final class TaskRecords {
  private final FactRows facts;
  private final BagDemands demands;

  TaskRecords(DataSource database) {
    this.facts = new FactRows(database);
    this.demands = new BagDemands(database);
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
