package io.gridbourse.ejb.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.HostPreference;
import io.gridbourse.domain.pool.Site;
import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.proof.BookReport;
import io.gridbourse.domain.proof.LeaseId;
import io.gridbourse.domain.schedule.Epoch;
import io.gridbourse.domain.schedule.HostClass;
import io.gridbourse.domain.schedule.Reservation;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.schedule.GridInMemory.Ask;
import io.gridbourse.ejb.settings.ScheduleSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who is leased what, without a database. */
class GrantsTest {
  private static final int MANY = 1_000_000;

  private static GridInMemory grid() {
    return new GridInMemory(ScheduleSettings.STANDARD);
  }

  /** Tasks by bag after so many rounds in which each worker asks for a lease. */
  private static Map<String, Integer> served(GridInMemory grid, List<Worker> workers, int rounds) {
    Map<String, Integer> tasks = new HashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Worker worker : workers) {
        grid.ask(worker).forEach(grant -> tasks.merge(grant.bag(), grant.count(), Integer::sum));
      }
    }
    return tasks;
  }

  private static int of(Map<String, Integer> tasks, BagRun bag) {
    return tasks.getOrDefault(bag.terms().id().text(), 0);
  }

  @Test
  void projectsAreServedByTheirShares() {
    GridInMemory grid =
        new GridInMemory(
            new ScheduleSettings(
                Epoch.Policy.STANDARD, Map.of("cfd", 3.0, "bio", 1.0), Duration.ofSeconds(20)));
    List<Worker> workers = List.of(grid.worker("ann"), grid.worker("bob"));
    BagRun cfd = grid.bag(Ask.of("carl", MANY).in("cfd"));
    BagRun bio = grid.bag(Ask.of("dora", MANY).in("bio"));
    BagRun more = grid.bag(Ask.of("dora", MANY).in("bio"));
    grid.look();
    Map<String, Integer> tasks = served(grid, workers, 2_000);
    // The window and a lease are 220 tasks for a share of one.
    assertThat((double) of(tasks, cfd) / (of(tasks, bio) + of(tasks, more))).isBetween(2.9, 3.1);
    assertThat(Math.abs(of(tasks, bio) - of(tasks, more))).isLessThanOrEqualTo(20);
  }

  @Test
  void nobodyGainsByInventingProjects() {
    GridInMemory grid = grid();
    List<Worker> workers = List.of(grid.worker("ann"));
    BagRun one = grid.bag(Ask.of("carl", MANY).in("x"));
    BagRun two = grid.bag(Ask.of("carl", MANY).in("y"));
    BagRun other = grid.bag(Ask.of("dora", MANY));
    grid.look();
    Map<String, Integer> tasks = served(grid, workers, 3_000);
    assertThat((double) (of(tasks, one) + of(tasks, two)) / of(tasks, other)).isBetween(0.95, 1.05);
  }

  @Test
  void theHigherPriorityOfARequesterGoesFirst() {
    GridInMemory grid = grid();
    List<Worker> workers = List.of(grid.worker("ann"), grid.worker("bob"));
    BagRun low = grid.bag(Ask.of("carl", 400));
    BagRun high = grid.bag(Ask.of("carl", 400).priority(1));
    grid.look();
    List<String> order = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      grid.ask(workers.get(i % 2)).forEach(grant -> order.add(grant.bag()));
    }
    int last = order.lastIndexOf(high.terms().id().text());
    int first = order.indexOf(low.terms().id().text());
    assertThat(first).isEqualTo(last + 1);
    assertThat(order).hasSizeGreaterThan(last + 1);
  }

  @Test
  void aPriorityTakesNothingFromOthersBeyondTheWindow() {
    GridInMemory grid = grid();
    List<Worker> workers = List.of(grid.worker("ann"));
    BagRun loud = grid.bag(Ask.of("carl", MANY).priority(100));
    BagRun modest = grid.bag(Ask.of("dora", MANY));
    grid.look();
    Map<String, Integer> tasks = served(grid, workers, 2_000);
    assertThat(of(tasks, loud) - of(tasks, modest)).isBetween(0, 240);
  }

  @Test
  void aFastHostGoesToTheBagThatWantsSpeed() {
    GridInMemory grid = grid();
    Worker fast = grid.worker("fast");
    Worker slow = grid.worker("slow");
    BagRun calm = grid.bag(Ask.of("carl", MANY).preferring(new HostPreference(0, 0, 0, 1)));
    BagRun hasty = grid.bag(Ask.of("carl", MANY).preferring(new HostPreference(1, 0, 0, 0)));
    for (int i = 0; i < 30; i++) {
      grid.measures.took(fast, 1_000, 250);
      grid.measures.took(slow, 1_000, 4_000);
    }
    grid.look();
    WorkerWire.Grant first = grid.ask(fast).get(0);
    WorkerWire.Grant second = grid.ask(slow).get(0);
    assertThat(first.bag()).isEqualTo(hasty.terms().id().text());
    assertThat(second.bag()).isEqualTo(calm.terms().id().text());
  }

  @Test
  void aThriftyHostGoesToTheBagThatWantsToSaveEnergy() {
    GridInMemory grid = grid();
    Worker thrifty = grid.worker("thrifty");
    Worker hungry = grid.worker("hungry");
    Worker untold = grid.worker("untold");
    BagRun hasty = grid.bag(Ask.of("carl", MANY).preferring(new HostPreference(1, 0, 0, 0)));
    BagRun green = grid.bag(Ask.of("carl", MANY).preferring(new HostPreference(0, 0, 0, 1)));
    grid.measures.draws(thrifty, 5);
    grid.measures.draws(hungry, 160);
    grid.look();
    assertThat(grid.ask(thrifty).get(0).bag()).isEqualTo(green.terms().id().text());
    assertThat(grid.ask(hungry).get(0).bag()).isEqualTo(hasty.terms().id().text());
    assertThat(grid.grants.epochs().classOf(host(untold)).watts()).isEqualTo(HostClass.UNKNOWN);
    assertThat(grid.grants.epochs().classOf(host(hungry)).watts()).isEqualTo(7);
  }

  private static Host host(Worker worker) {
    return new Host(worker, Set.of("wasm"), Optional.empty());
  }

  @Test
  void noiseMovesAHostToNoOtherClass() {
    GridInMemory grid = grid();
    Worker ann = grid.worker("ann");
    HostSteps steps = new HostSteps(grid.measures);
    assertThat(steps.watts(ann.address())).isEqualTo(HostClass.UNKNOWN);
    grid.measures.draws(ann, 65);
    assertThat(steps.watts(ann.address())).isEqualTo(6);
    grid.measures.draws(ann, 55);
    assertThat(steps.watts(ann.address())).as("about the same").isEqualTo(6);
    grid.measures.draws(ann, 40);
    assertThat(steps.watts(ann.address())).as("clearly less").isEqualTo(5);
    grid.measures.draws(ann, 0.2);
    assertThat(steps.watts(ann.address())).isZero();
    assertThat(steps.speed(ann.address())).isZero();
    for (int i = 0; i < 40; i++) {
      grid.measures.took(ann, 1_300, 1_000);
    }
    assertThat(steps.speed(ann.address())).as("a third of an octave").isEqualTo(1);
    for (int i = 0; i < 40; i++) {
      grid.measures.took(ann, 1_150, 1_000);
    }
    assertThat(steps.speed(ann.address())).as("not clearly average").isEqualTo(1);
  }

  @Test
  void theLimitOfParallelTasksIsNeverExceeded() throws Exception {
    GridInMemory grid = grid();
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      workers.add(grid.worker("w" + i));
    }
    BagRun bag = grid.bag(Ask.of("carl", MANY).parallel(37));
    grid.look();
    AtomicInteger most = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<?>> done = new ArrayList<>();
    for (Worker worker : workers) {
      done.add(threads.submit(() -> takeAndReturn(grid, bag, worker, most)));
    }
    for (Future<?> each : done) {
      each.get();
    }
    threads.shutdown();
    assertThat(most.get()).isBetween(30, 37);
  }

  private static void takeAndReturn(
      GridInMemory grid, BagRun bag, Worker worker, AtomicInteger most) {
    for (int i = 0; i < 400; i++) {
      for (WorkerWire.Grant grant : grid.ask(worker)) {
        PartitionRun run = bag.partitions().get(0);
        most.accumulateAndGet(run.look(BookReport::tasksUnderLease), Math::max);
        LeaseId lease = LeaseId.parse(grant.lease()).orElseThrow();
        if (i % 3 != 0) {
          run.act(book -> book.giveBack(lease, worker.address(), false, grid.clock.instant()));
        }
      }
    }
  }

  @Test
  void keptWorkersDoTheProjectsTasksAndOthersNone() {
    GridInMemory grid = grid();
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      workers.add(grid.worker("w" + i));
    }
    BagRun others = grid.bag(Ask.of("carl", MANY));
    BagRun cfd = grid.bag(Ask.of("dora", MANY).in("cfd"));
    grid.dispatcher.reservations(List.of(reservation(40, false)));
    grid.look();
    int kept = 0;
    for (Worker worker : workers) {
      Map<String, Integer> tasks = served(grid, List.of(worker), 100);
      if (of(tasks, others) == 0) {
        kept++;
        assertThat(of(tasks, cfd)).isPositive();
      }
    }
    assertThat(kept).isEqualTo(4);
    // After its end all workers are free.
    grid.clock.advance(Duration.ofHours(2));
    grid.look();
    for (Worker worker : workers) {
      assertThat(of(served(grid, List.of(worker), 100), others)).isPositive();
    }
  }

  @Test
  void keptWorkersRestWithoutTasksOfTheirsUnlessTheyAreLent() {
    for (boolean lent : new boolean[] {false, true}) {
      GridInMemory grid = grid();
      List<Worker> workers = List.of(grid.worker("ann"), grid.worker("bob"));
      BagRun others = grid.bag(Ask.of("carl", MANY));
      grid.dispatcher.reservations(List.of(reservation(100, lent)));
      grid.look();
      assertThat(of(served(grid, workers, 10), others) > 0).isEqualTo(lent);
      assertThat(HostCensus.facts(HostCensus.of(others, grid.dispatcher, Set.of())))
          .contains(
              lent
                  ? "2 of 2 workers online may take what waits"
                  : "not being kept for another project leaves out 2 of them, 2 for nothing else");
    }
  }

  private static Reservation reservation(int percent, boolean lent) {
    return new Reservation(
        "r-1",
        GridInMemory.POOL.hex(),
        "cfd",
        percent,
        GridInMemory.START,
        GridInMemory.START.plus(Duration.ofHours(1)),
        lent);
  }

  @Test
  void hostsThatAreNotEligibleNeverGetALease() {
    for (long seed = 0; seed < 40; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      GridInMemory grid = grid();
      List<Worker> workers = new ArrayList<>();
      for (int i = random.nextInt(1, 12); i > 0; i--) {
        workers.add(
            grid.worker(
                "w" + i,
                random.nextInt(1, 9),
                random.nextLong(1L << 28, 1L << 31),
                Map.of(random.nextBoolean() ? "wasm" : "process", random.nextInt(4))));
      }
      Map<String, BagSpec> specs = new HashMap<>();
      for (int i = random.nextInt(1, 8); i > 0; i--) {
        BagRun bag =
            grid.bag(
                Ask.of("r" + random.nextInt(3), 200)
                    .schedule(
                        new BagSpec.Schedule(
                            HostPreference.STANDARD,
                            random.nextInt(3),
                            random.nextInt(4),
                            Optional.empty()))
                    .resources(random.nextInt(1, 9), random.nextLong(1L << 28, 1L << 31)));
        specs.put(bag.terms().id().text(), bag.terms().bag().spec());
      }
      for (int round = 0; round < 30; round++) {
        if (round % 5 == 2) {
          grid.look();
        }
        for (Worker worker : workers) {
          for (WorkerWire.Grant grant : grid.ask(worker)) {
            BagSpec spec = specs.get(grant.bag());
            Worker.Driver driver = worker.drivers().get(0);
            assertThat(driver.name()).as("seed %d", seed).isEqualTo("wasm");
            assertThat(driver.isolation())
                .as("seed %d", seed)
                .isGreaterThanOrEqualTo(spec.schedule().minIsolation());
            assertThat(worker.host().cpus())
                .as("seed %d", seed)
                .isGreaterThanOrEqualTo(spec.resources().cpus());
            assertThat(worker.host().memoryBytes())
                .as("seed %d", seed)
                .isGreaterThanOrEqualTo(spec.resources().memoryBytes());
          }
        }
      }
    }
  }

  @Test
  void tasksGoNowhereButToTheSitesThatTheyMayBeAt() {
    GridInMemory grid = grid();
    Site lyon = new Site("lyon");
    Worker near = grid.worker("near", lyon);
    Worker far = grid.worker("far", new Site("tokyo"));
    Worker somewhere = grid.worker("somewhere");
    BagSpec.Schedule none = BagSpec.Schedule.NONE;
    BagRun bound =
        grid.bag(
            Ask.of("carl", MANY)
                .schedule(
                    new BagSpec.Schedule(
                        none.preference(),
                        0,
                        0,
                        Optional.empty(),
                        List.of(lyon, new Site("paris")))));
    grid.look();
    assertThat(grid.ask(near).get(0).bag()).isEqualTo(bound.terms().id().text());
    assertThat(grid.ask(far)).isEmpty();
    assertThat(grid.ask(somewhere)).as("of a worker whose site nobody said").isEmpty();
    grid.bag(Ask.of("carl", MANY));
    assertThat(grid.ask(far)).hasSize(1);
    assertThat(grid.ask(somewhere)).hasSize(1);
  }

  @Test
  void whoeverMayIsServedWhateverTheWindow() {
    for (long seed = 0; seed < 40; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      GridInMemory grid =
          new GridInMemory(
              new ScheduleSettings(
                  Epoch.Policy.STANDARD, Map.of(), Duration.ofMillis(random.nextInt(30_000))));
      List<Worker> workers = List.of(grid.worker("ann"), grid.worker("bob"), grid.worker("cid"));
      long tasks = 0;
      for (int i = random.nextInt(1, 9); i > 0; i--) {
        int count = random.nextInt(1, 300);
        tasks += count;
        grid.bag(Ask.of("r" + random.nextInt(4), count).priority(random.nextInt(3)));
        if (random.nextBoolean()) {
          grid.look();
        }
      }
      long leased = 0;
      for (int idle = 0; idle < workers.size(); ) {
        List<WorkerWire.Grant> grants = grid.ask(workers.get(random.nextInt(3)));
        idle = grants.isEmpty() ? idle + 1 : 0;
        leased += grants.stream().mapToInt(WorkerWire.Grant::count).sum();
      }
      assertThat(leased).as("seed %d", seed).isEqualTo(tasks);
    }
  }

  @Test
  void theSameSeedGivesTheSameOrder() {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(order(seed)).as("seed %d", seed).isNotEmpty().isEqualTo(order(seed));
    }
  }

  private static List<String> order(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    GridInMemory grid = grid();
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      workers.add(grid.worker("w" + i, random.nextInt(1, 9), 1L << 31, Map.of("wasm", 3)));
    }
    List<String> order = new ArrayList<>();
    for (int step = 0; step < 300; step++) {
      switch (random.nextInt(8)) {
        case 0 ->
            grid.bag(
                Ask.of("r" + random.nextInt(3), random.nextInt(1, 500))
                    .priority(random.nextInt(2)));
        case 1 -> grid.look();
        case 2 -> grid.measures.took(workers.get(random.nextInt(6)), 100, random.nextInt(20, 500));
        default ->
            grid.ask(workers.get(random.nextInt(6)))
                .forEach(grant -> order.add(grant.lease() + "+" + grant.count()));
      }
    }
    return order;
  }

  @Test
  void aLeaseRemembersTheRankingThatLedToIt() {
    GridInMemory grid = grid();
    Worker ann = grid.worker("ann");
    grid.bag(Ask.of("carl", MANY));
    BagRun high = grid.bag(Ask.of("carl", MANY).priority(9));
    grid.look();
    WorkerWire.Grant grant = grid.ask(ann).get(0);
    LeaseReasons.Reason reason =
        grid.dispatcher.reasons().of(LeaseId.parse(grant.lease()).orElseThrow()).orElseThrow();
    assertThat(reason.worker()).isEqualTo(ann.address());
    assertThat(reason.kind()).isEqualTo(LeaseReasons.Kind.RANK);
    Epoch epoch = grid.dispatcher.epoch(reason.as().orElseThrow().epoch()).orElseThrow();
    assertThat(epoch.bag(reason.as().get().bagClass()).priority()).isEqualTo(9);
    assertThat(grant.bag()).isEqualTo(high.terms().id().text());
    assertThat(epoch.ranking(reason.as().get().hostClass()).places()).hasSize(2);
  }

  @Test
  void aDedicatedWorkerServesItsBagAloneAndAnIdleOneMayDuplicate() {
    GridInMemory grid = grid();
    Worker ann = grid.worker("ann");
    BagRun first = grid.bag(Ask.of("carl", 10));
    BagRun second = grid.bag(Ask.of("dora", 10));
    List<String> asked = new ArrayList<>();
    grid.dispatcher.spares(
        new Spares() {
          @Override
          public Optional<BagId> dedicated(Worker worker) {
            return Optional.of(second.terms().id());
          }

          @Override
          public Optional<Spare> duplicate(Worker worker, Admission admission) {
            asked.add(admission.allowance(first) + " " + (admission.allowance(second) > 0));
            return Optional.empty();
          }
        });
    grid.look();
    Map<String, Integer> tasks = served(grid, List.of(ann), 30);
    assertThat(of(tasks, first)).isZero();
    assertThat(of(tasks, second)).isEqualTo(10);
    assertThat(asked).contains("0 true");
  }

  @Test
  void theClassesOfHostsAreNotRankedAnewWithoutNeed() {
    GridInMemory grid = grid();
    grid.worker("ann");
    grid.bag(Ask.of("carl", MANY));
    grid.look();
    long epoch = newest(grid);
    for (int i = 0; i < 20; i++) {
      grid.look();
    }
    assertThat(newest(grid)).isEqualTo(epoch);
    grid.worker("big", 64, 1L << 36, Map.of("wasm", 3));
    grid.look();
    assertThat(newest(grid)).isEqualTo(epoch + 1);
  }

  private static long newest(GridInMemory grid) {
    long newest = 0;
    for (long number = 1; number < 100; number++) {
      newest = grid.dispatcher.epoch(number).isPresent() ? number : newest;
    }
    return newest;
  }
}
