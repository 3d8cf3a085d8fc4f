package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.schedule.HostClass;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.CacheNews;
import io.gridbourse.ejb.schedule.GridInMemory.Ask;
import io.gridbourse.ejb.settings.ScheduleSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The decision as the server takes it: shares, window, rank, eligibility of the host itself, and
 * the account of the share holder, among 1,000 bag classes for one of 10,000 host classes; with and
 * without hosts that differ by the data that they have.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ChoiceBench {
  private static final int HOST_CLASSES = 10_000;
  private static final int BAG_CLASSES = 1_000;
  private static final int REQUESTERS = 50;
  private static final double MILLIS = 2_000;
  private final SplittableRandom random = new SplittableRandom(1);
  private final List<Host> hosts = new ArrayList<>();
  private final List<HostClass> classes = new ArrayList<>();
  private Choice choice;

  /** Bags that need large data; each host has those of some. */
  @Param({"0", "16"})
  public int dataSets;

  /** Hosts that differ in sizes and weight of votes, bags in what they ask and prefer. */
  @Setup(Level.Trial)
  public void rank() {
    GridInMemory grid = new GridInMemory(ScheduleSettings.STANDARD);
    // Bags come first: each that comes has what is online ranked anew.
    List<String> names = new ArrayList<>();
    for (int i = 0; i < BAG_CLASSES; i++) {
      Ask ask =
          Ask.of("r" + i % REQUESTERS, 1_000)
              .in("p" + i)
              .resources(1 << random.nextInt(4), 1L << random.nextInt(28, 34));
      if (i < dataSets) {
        Sha256 content = grid.content("input" + i, 1L << 30);
        names.add(content.hex().substring(0, 16));
        ask = ask.needing(content);
      }
      grid.bag(ask);
    }
    Set<HostClass> distinct = new HashSet<>();
    for (int i = 0; distinct.size() < HOST_CLASSES; i++) {
      Worker worker =
          grid.worker(
              "w" + i,
              1 << random.nextInt(8),
              1L << random.nextInt(30, 40),
              Map.of("wasm", random.nextInt(4)));
      long weight = random.nextLong(1, 100);
      grid.grants.epochs().weighs(worker.address(), weight);
      Host host = new Host(worker, Set.of("wasm"), Optional.empty());
      HostClass each = host.hostClass(0, weight, HostClass.UNKNOWN);
      if (distinct.add(each)) {
        hosts.add(host);
        classes.add(each);
        if (dataSets > 0 && random.nextInt(4) == 0) {
          String has = names.get(random.nextInt(dataSets));
          grid.caches.told(worker.address(), new CacheNews(0, 1, List.of(has), List.of()));
        }
      }
    }
    grid.look();
    classes.clear();
    hosts.forEach(host -> classes.add(grid.grants.epochs().classOf(host)));
    choice = grid.grants.choice();
  }

  /** One request: the first offer that the host may take, and its account. */
  @Benchmark
  public BagRun request() {
    int at = random.nextInt(HOST_CLASSES);
    Choice.Walk walk = choice.walk(classes.get(at));
    for (Optional<Choice.Offer> offer = walk.next(); offer.isPresent(); offer = walk.next()) {
      BagRun bag = offer.get().bag();
      if (bag.demands().eligibility().admits(hosts.get(at))) {
        choice.serve(bag, MILLIS, MILLIS);
        return bag;
      }
    }
    throw new IllegalStateException("every host may run some bag");
  }
}
