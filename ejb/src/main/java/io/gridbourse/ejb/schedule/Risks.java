package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.pool.WorkerStandings;
import io.gridbourse.domain.value.Address;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What workers have at stake: nobody is leased more tasks than the pledge covers, counting what is
 * leased, what is committed to, and what is decided and not yet paid.
 */
public final class Risks {
  private final WorkerStandings standings;
  private final Map<Key, Map<Address, BigInteger>> unpaid = new ConcurrentHashMap<>();

  /** Risks by these standings. */
  public Risks(WorkerStandings standings) {
    this.standings = standings;
  }

  private record Key(BagId bag, int partition) {}

  /** What the ledger knows of workers. */
  WorkerStandings standings() {
    return standings;
  }

  /** Notes what a decided partition may still cost each worker. */
  public void decided(BagId bag, int partition, Map<Address, Long> tasks, BigInteger stakePerTask) {
    Map<Address, BigInteger> amounts = new HashMap<>();
    tasks.forEach(
        (worker, count) -> amounts.put(worker, stakePerTask.multiply(BigInteger.valueOf(count))));
    unpaid.put(new Key(bag, partition), amounts);
  }

  /** A partition is paid, or never will be. */
  public void paid(BagId bag, int partition) {
    unpaid.remove(new Key(bag, partition));
  }

  /** How many more tasks of this stake a worker may take; all if the stake is zero. */
  int affordable(Address worker, BigInteger stakePerTask, Collection<BagRun> running) {
    if (stakePerTask.signum() == 0) {
      return Integer.MAX_VALUE;
    }
    BigInteger left = standings.pledge(worker).subtract(atRisk(worker, running));
    return left.signum() <= 0
        ? 0
        : left.divide(stakePerTask).min(BigInteger.valueOf(Integer.MAX_VALUE)).intValue();
  }

  /** All that a worker may lose, in nRLC. */
  BigInteger atRisk(Address worker, Collection<BagRun> running) {
    BigInteger sum = BigInteger.ZERO;
    for (Map<Address, BigInteger> amounts : unpaid.values()) {
      sum = sum.add(amounts.getOrDefault(worker, BigInteger.ZERO));
    }
    for (BagRun bag : running) {
      BigInteger stake = bag.terms().deal().workerStake().units();
      if (stake.signum() > 0) {
        long tasks =
            bag.partitions().stream()
                .mapToLong(run -> run.read(book -> book.tasksAtRisk(worker)))
                .sum();
        sum = sum.add(stake.multiply(BigInteger.valueOf(tasks)));
      }
    }
    return sum;
  }
}
