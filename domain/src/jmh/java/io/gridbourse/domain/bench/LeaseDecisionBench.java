package io.gridbourse.domain.bench;

import io.gridbourse.domain.schedule.rank.Criteria;
import io.gridbourse.domain.schedule.rank.Criterion;
import io.gridbourse.domain.schedule.rank.Measures;
import io.gridbourse.domain.schedule.rank.Preference;
import io.gridbourse.domain.schedule.rank.RankingTable;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The decision what a host is leased, among 1,000 bag classes for one of 10,000 host classes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LeaseDecisionBench {
  private static final int HOST_CLASSES = 10_000;
  private static final int BAG_CLASSES = 1_000;

  /** One bag class in so many requests runs dry or is refilled. */
  private static final int REQUESTS_PER_CHANGE = 100;

  private final SplittableRandom random = new SplittableRandom(1);
  private final Spread measures = new Spread();
  private RankingTable full;
  private RankingTable almostEmpty;
  private int requests;

  /** Ranks once; the requests after it only read. */
  @Setup(Level.Trial)
  public void rank() {
    full = RankingTable.compute(1, criteria(), measures);
    almostEmpty = full.next(criteria(), measures, new BitSet());
    for (int bag = 0; bag < BAG_CLASSES - 1; bag++) {
      almostEmpty.emptied(bag);
    }
  }

  /** Bag classes run dry and are refilled now and then. */
  @Benchmark
  public int leaseDecision() {
    if (++requests % REQUESTS_PER_CHANGE == 0) {
      full.emptied(random.nextInt(BAG_CLASSES));
      full.refilled(random.nextInt(BAG_CLASSES));
    }
    return full.best(random.nextInt(HOST_CLASSES)).orElse(0);
  }

  /** All bag classes but one are empty, and one is refilled and emptied now and then. */
  @Benchmark
  public int leaseDecisionAmongEmpty() {
    if (++requests % REQUESTS_PER_CHANGE == 0) {
      almostEmpty.refilled(0);
      almostEmpty.emptied(0);
    }
    return almostEmpty.best(random.nextInt(HOST_CLASSES)).orElse(0);
  }

  /** A new row for one host class, as an epoch makes for each that changed. */
  @Benchmark
  public RankingTable rowOfAnEpoch() {
    return RankingTable.compute(1, criteria(), new OneHost(random.nextInt(HOST_CLASSES)));
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
  private static class Spread implements Measures {
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

  /** One host class of the spread. */
  private static final class OneHost extends Spread {
    private final int host;

    OneHost(int host) {
      this.host = host;
    }

    @Override
    public int hostClasses() {
      return 1;
    }

    @Override
    public boolean eligible(int bagClass, int hostClass) {
      return super.eligible(bagClass, host);
    }

    @Override
    public double value(int criterion, int bagClass, int hostClass) {
      return super.value(criterion, bagClass, host);
    }
  }
}
