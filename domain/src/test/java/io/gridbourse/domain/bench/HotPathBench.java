package io.gridbourse.domain.bench;

import com.sun.management.ThreadMXBean;
import io.gridbourse.domain.proof.ladder.Credibility;
import io.gridbourse.domain.proof.ladder.Credible;
import io.gridbourse.domain.proof.ladder.Standing;
import io.gridbourse.domain.proof.ladder.Vote;
import io.gridbourse.domain.proof.ladder.VoteBook;
import io.gridbourse.domain.schedule.rank.Criteria;
import io.gridbourse.domain.schedule.rank.Criterion;
import io.gridbourse.domain.schedule.rank.Measures;
import io.gridbourse.domain.schedule.rank.Preference;
import io.gridbourse.domain.schedule.rank.RankingTable;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * Measures what happens for every request and every result: a lease decision among 1,000 bag
 * classes for one of 10,000 host classes, and a certification update. Run by hand, see
 * docs/experiments.md; it prints rounds of which the first ones warm up.
 */
public final class HotPathBench {
  private static final int HOST_CLASSES = 10_000;
  private static final int BAG_CLASSES = 1_000;
  private static final int ROUNDS = 8;
  private static final int OPERATIONS = 2_000_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private HotPathBench() {}

  /** Prints all figures. */
  public static void main(String[] arguments) {
    leaseDecision();
    certificationUpdate();
    judgement();
  }

  private static void leaseDecision() {
    long begun = THREADS.getCurrentThreadCpuTime();
    RankingTable table = RankingTable.compute(1, criteria(), new Spread());
    double seconds = (THREADS.getCurrentThreadCpuTime() - begun) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "epoch of %d host classes by %d bag classes by 4 criteria: %.2f s of processor, %.1f µs a"
            + " host class%n",
        HOST_CLASSES,
        BAG_CLASSES,
        seconds,
        seconds / HOST_CLASSES * 1e6);
    SplittableRandom random = new SplittableRandom(1);
    measure(
        "lease decision",
        OPERATIONS,
        () -> {
          long sum = 0;
          for (int i = 0; i < OPERATIONS; i++) {
            // One bag class in a hundred requests runs dry or is refilled.
            if (i % 100 == 0) {
              table.emptied(random.nextInt(BAG_CLASSES));
              table.refilled(random.nextInt(BAG_CLASSES));
            }
            sum += table.best(random.nextInt(HOST_CLASSES)).orElse(0);
          }
          return sum;
        });
    for (int bag = 0; bag < BAG_CLASSES - 1; bag++) {
      table.emptied(bag);
    }
    measure(
        "lease decision, all but one bag class empty, refilled every 100 requests",
        OPERATIONS / 10,
        () -> {
          long sum = 0;
          for (int i = 0; i < OPERATIONS / 10; i++) {
            if (i % 100 == 0) {
              table.refilled(0);
              table.emptied(0);
            }
            sum += table.best(random.nextInt(HOST_CLASSES)).orElse(0);
          }
          return sum;
        });
  }

  private static void certificationUpdate() {
    int tasks = OPERATIONS / 2;
    int workers = 1_000;
    measure(
        "certification update (next task, vote, weigh; one check in ten)",
        tasks,
        () -> {
          double[] odds = new double[workers];
          Arrays.fill(odds, Credibility.odds(0.8));
          VoteBook book = new VoteBook(0.99, 1, tasks, odds);
          SplittableRandom random = new SplittableRandom(2);
          int[] passed = new int[workers];
          while (book.open() > 0) {
            int worker = random.nextInt(workers);
            if (random.nextInt(10) == 0) {
              book.weigh(
                  worker, Credibility.odds(Credibility.ofWorker(0.2, ++passed[worker], true)));
            } else {
              int task = book.next(worker);
              if (task != VoteBook.NONE) {
                book.vote(task, worker, random.nextInt(50) == 0 ? 1 : 0);
              }
            }
          }
          return book.votes();
        });
  }

  private static void judgement() {
    Credible rung = new Credible(0.2, true, 0.01);
    List<Vote<Integer>> votes =
        List.of(
            Vote.of("a", 1, new Standing(0, 5, 0)),
            Vote.of("b", 1, new Standing(0, 7, 0)),
            Vote.of("c", 2, new Standing(0, 2, 0)));
    measure(
        "judgement of three votes with its certificate",
        OPERATIONS / 10,
        () -> {
          long accepted = 0;
          for (int i = 0; i < OPERATIONS / 10; i++) {
            accepted += rung.judge(votes).certificate().isPresent() ? 1 : 0;
          }
          return accepted;
        });
  }

  private static void measure(String what, int operations, LongSupplier round) {
    double best = Double.POSITIVE_INFINITY;
    double bytes = 0;
    long kept = 0;
    for (int i = 0; i < ROUNDS; i++) {
      long allocated = THREADS.getCurrentThreadAllocatedBytes();
      long cpu = THREADS.getCurrentThreadCpuTime();
      kept += round.getAsLong();
      double each = (double) (THREADS.getCurrentThreadCpuTime() - cpu) / operations;
      bytes = (double) (THREADS.getCurrentThreadAllocatedBytes() - allocated) / operations;
      best = Math.min(best, each);
    }
    System.out.printf(
        Locale.ROOT, "%s: %.0f ns of processor, %.1f bytes (%d)%n", what, best, bytes, kept % 10);
  }

  private static Criteria criteria() {
    Preference linear = new Preference(Preference.Shape.LINEAR, 5, 60, 0);
    return Criteria.of(
        new Criterion("time", 0.4, Criterion.Direction.MIN, linear),
        new Criterion("price", 0.3, Criterion.Direction.MIN, Preference.USUAL),
        new Criterion("energy", 0.2, Criterion.Direction.MIN, Preference.USUAL),
        new Criterion("trust", 0.1, Criterion.Direction.MAX, Preference.USUAL));
  }

  /** Values that look spread at random and cost nothing to make. */
  private static final class Spread implements Measures {
    @Override
    public int bagClasses() {
      return BAG_CLASSES;
    }

    @Override
    public int hostClasses() {
      return HOST_CLASSES;
    }

    @Override
    public boolean eligible(int bagClass, int hostClass) {
      return (bagClass + hostClass) % 8 != 0;
    }

    @Override
    public double value(int criterion, int bagClass, int hostClass) {
      long mixed =
          (bagClass * 31L + hostClass) * 0x9E3779B97F4A7C15L + criterion * 0x632BE59BD9B4E019L;
      return (mixed >>> 40) % 1_000;
    }
  }
}
