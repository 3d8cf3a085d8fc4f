package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.PartitionSettlement;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.pool.StoredQuotas;
import io.gridbourse.ejb.pool.StoredWorkers;
import io.gridbourse.ejb.proof.WorkerTrust;
import io.gridbourse.ejb.proof.collusion.WorkerPairs;
import io.gridbourse.ejb.sql.Sql;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** What decided partitions say of the workers that voted there. */
final class VoteCounts {
  private final StoredWorkers workers;
  private final WorkerTrust trust;
  private final WorkerPairs pairs;
  private final StoredQuotas quotas;
  private final Sql sql;

  VoteCounts(DataSource database, Clock clock) {
    this.workers = new StoredWorkers(database, clock);
    this.trust = new WorkerTrust(database, clock);
    this.pairs = new WorkerPairs(database);
    this.quotas = new StoredQuotas(database);
    this.sql = new Sql(database);
  }

  private static final class Count {
    private long accepted;
    private long rejected;
    private long compared;

    /** Of so many leases, those with wrong results, by their share of the tasks. */
    private long invalid(long leases) {
      double share = (double) rejected / Math.max(1, accepted + rejected);
      return (long) Math.ceil(leases * share);
    }
  }

  /**
   * Counts a partition that was decided, in the running transaction.
   *
   * @param asked what its bag asks of results
   */
  void add(PartitionSettlement settlement, Assurance asked) {
    Map<Address, Long> leases = leases(settlement, asked);
    counts(settlement)
        .forEach(
            (worker, count) -> {
              workers.count(worker, count.accepted, count.rejected);
              trust.count(worker, count.compared, count.rejected);
              long answered = leases.getOrDefault(worker, 0L);
              if (answered > 0) {
                long invalid = count.invalid(answered);
                quotas.judged(worker, answered - invalid, invalid);
              }
            });
    pairs.count(settlement);
  }

  /**
   * Takes back what was counted of a partition that is opened again.
   *
   * @param asked what its bag asks of results
   */
  void takeBack(PartitionSettlement settlement, Assurance asked) {
    Map<Address, Long> leases = leases(settlement, asked);
    counts(settlement)
        .forEach(
            (worker, count) -> {
              workers.count(worker, -count.accepted, -count.rejected);
              trust.takeBack(worker, count.compared);
              long answered = leases.getOrDefault(worker, 0L);
              if (answered > 0) {
                quotas.judged(worker, count.invalid(answered) - answered, 0);
              }
            });
    pairs.takeBack(settlement);
  }

  /** How many leases of a partition each worker answered; nothing where no quota is asked for. */
  private Map<Address, Long> leases(PartitionSettlement settlement, Assurance asked) {
    Map<Address, Long> leases = new HashMap<>();
    if (asked.isAdaptive()) {
      sql.list(
          "select worker, count(*) as leases from contribution"
              + " where bag = ? and partition = ? and not is_check group by worker",
          row -> leases.put(new Address(row.getString("worker")), row.getLong("leases")),
          BagId.of(settlement.deal()).text(),
          settlement.partition());
    }
    return leases;
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
