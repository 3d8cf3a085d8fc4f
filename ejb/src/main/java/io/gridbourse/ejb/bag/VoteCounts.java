package io.gridbourse.ejb.bag;

import io.gridbourse.domain.ledger.PartitionSettlement;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.pool.StoredWorkers;
import io.gridbourse.ejb.proof.WorkerTrust;
import io.gridbourse.ejb.proof.collusion.WorkerPairs;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** What decided partitions say of the workers that voted there. */
final class VoteCounts {
  private final StoredWorkers workers;
  private final WorkerTrust trust;
  private final WorkerPairs pairs;

  VoteCounts(DataSource database, Clock clock) {
    this.workers = new StoredWorkers(database, clock);
    this.trust = new WorkerTrust(database, clock);
    this.pairs = new WorkerPairs(database);
  }

  private static final class Count {
    private long accepted;
    private long rejected;
    private long compared;
  }

  /** Counts a partition that was decided, in the running transaction. */
  void add(PartitionSettlement settlement) {
    counts(settlement)
        .forEach(
            (worker, count) -> {
              workers.count(worker, count.accepted, count.rejected);
              trust.count(worker, count.compared, count.rejected);
            });
    pairs.count(settlement);
  }

  /** Takes back what was counted of a partition that is opened again. */
  void takeBack(PartitionSettlement settlement) {
    counts(settlement)
        .forEach(
            (worker, count) -> {
              workers.count(worker, -count.accepted, -count.rejected);
              trust.takeBack(worker, count.compared);
            });
    pairs.takeBack(settlement);
  }

  private static Map<Address, Count> counts(PartitionSettlement settlement) {
    // In one order, so that two partitions that end at once do not wait for each other.
    Map<Address, Count> counts = new TreeMap<>();
    for (PartitionSettlement.Ballot ballot : settlement.ballots()) {
      boolean isCompared = ballot.voters() > 1;
      for (int at : ballot.accepted()) {
        Count count = count(counts, settlement, at);
        count.accepted += ballot.tasks();
        count.compared += isCompared ? ballot.tasks() : 0;
      }
      ballot.silent().forEach(at -> count(counts, settlement, at).rejected += ballot.tasks());
      ballot
          .rejected()
          .forEach(
              group ->
                  group.forEach(at -> count(counts, settlement, at).rejected += ballot.tasks()));
    }
    return counts;
  }

  private static Count count(
      Map<Address, Count> counts, PartitionSettlement settlement, int position) {
    return counts.computeIfAbsent(
        settlement.commitments().get(position).worker(), worker -> new Count());
  }
}
