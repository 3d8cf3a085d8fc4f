package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.BagState;
import io.gridbourse.domain.bag.HostPreference;
import io.gridbourse.domain.bag.Sweep;
import io.gridbourse.domain.bag.Verification;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.pool.Availability;
import io.gridbourse.domain.pool.Declaration;
import io.gridbourse.domain.pool.HostMeasures;
import io.gridbourse.domain.pool.RelativeSpeed;
import io.gridbourse.domain.pool.Site;
import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.pool.WorkerStandings;
import io.gridbourse.domain.proof.BookRules;
import io.gridbourse.domain.proof.PartitionBook;
import io.gridbourse.domain.proof.PartitionScope;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.fixtures.MovableClock;
import io.gridbourse.ejb.pool.HostContents;
import io.gridbourse.ejb.pool.Presence;
import io.gridbourse.ejb.settings.ScheduleSettings;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** A dispatcher whose facts go nowhere and whose time stands still until it is moved. */
final class GridInMemory {
  static final Address POOL = new Address("0x" + "ab".repeat(20));
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final long PRICE = 1_000;
  private static final int SLICES_MAX = 1_000_000;
  final MovableClock clock = new MovableClock();
  final Presence presence = new Presence((worker, state) -> {});
  final Measured measures = new Measured();
  final HostContents caches = new HostContents(clock);
  final Map<Sha256, Long> stored = new HashMap<>();
  final Grants grants;
  final Dispatcher dispatcher;
  private int bags;

  GridInMemory(ScheduleSettings settings) {
    grants =
        new Grants(
            new Risks(new NoStandings()), presence, measures, settings, Candidates.UNKNOWN, clock);
    dispatcher =
        new Dispatcher(
            grants,
            presence,
            new Dispatcher.Settings(
                Duration.ofSeconds(2), entry -> CompletableFuture.completedFuture(null)),
            Runnable::run,
            clock);
    dispatcher.data(new DataAtHand(caches, this::size, settings.dataFromBytes()));
  }

  private OptionalLong size(Sha256 name) {
    return stored.containsKey(name) ? OptionalLong.of(stored.get(name)) : OptionalLong.empty();
  }

  /** Stores content of so many bytes, as far as anybody asks. */
  Sha256 content(String name, long bytes) {
    Sha256 content = Sha256.of(name.getBytes(StandardCharsets.UTF_8));
    stored.put(content, bytes);
    return content;
  }

  /** What is known of hosts, as the test says. */
  static final class Measured implements HostMeasures {
    private final Map<Address, RelativeSpeed> speeds = new HashMap<>();
    private final Map<Address, Double> watts = new HashMap<>();
    private final Map<Address, Availability> availabilities = new HashMap<>();

    /** A lease that was expected to take so many milliseconds took a worker so many. */
    void took(Worker worker, double expected, double millis) {
      speeds.put(worker.address(), speed(worker.address()).after(expected, millis));
    }

    /** A task draws so much power there. */
    void draws(Worker worker, double power) {
      watts.put(worker.address(), power);
    }

    /** A worker was there for so many hours in all, and left so often. */
    void left(Worker worker, double hours, int times) {
      availabilities.put(worker.address(), new Availability(hours * 3_600, 0, times));
    }

    @Override
    public Availability availability(Address worker) {
      return availabilities.getOrDefault(worker, Availability.UNKNOWN);
    }

    @Override
    public RelativeSpeed speed(Address worker) {
      return speeds.getOrDefault(worker, RelativeSpeed.UNKNOWN);
    }

    @Override
    public OptionalDouble operationsPerSecond(Address worker) {
      return OptionalDouble.empty();
    }

    @Override
    public OptionalDouble watts(Address worker) {
      return watts.containsKey(worker)
          ? OptionalDouble.of(watts.get(worker))
          : OptionalDouble.empty();
    }
  }

  private static final class NoStandings implements WorkerStandings {
    @Override
    public long scoreAt(Address worker, Instant dealStart) {
      return 0;
    }

    @Override
    public long score(Address worker) {
      throw new AssertionError("the ledger is asked about each worker");
    }

    @Override
    public BigInteger pledge(Address worker) {
      return BigInteger.ZERO;
    }
  }

  /** What is special about a bag. */
  record Ask(
      String requester,
      String project,
      long tasks,
      BagSpec.Resources resources,
      int parallel,
      BagSpec.Schedule schedule,
      List<Sha256> inputs,
      long price) {
    private Ask(
        String requester,
        String project,
        long tasks,
        BagSpec.Resources resources,
        int parallel,
        BagSpec.Schedule schedule) {
      this(requester, project, tasks, resources, parallel, schedule, List.of(), PRICE);
    }

    Ask paying(long amount) {
      return new Ask(requester, project, tasks, resources, parallel, schedule, inputs, amount);
    }

    Ask needing(Sha256... contents) {
      return new Ask(
          requester, project, tasks, resources, parallel, schedule, List.of(contents), price);
    }

    static Ask of(String requester, long tasks) {
      return new Ask(
          requester,
          "",
          tasks,
          new BagSpec.Resources(1, 1 << 20, 1 << 20, Duration.ofSeconds(60)),
          0,
          BagSpec.Schedule.NONE);
    }

    Ask in(String name) {
      return new Ask(requester, name, tasks, resources, parallel, schedule);
    }

    Ask parallel(int limit) {
      return new Ask(requester, project, tasks, resources, limit, schedule);
    }

    Ask priority(int priority) {
      return schedule(
          new BagSpec.Schedule(schedule.preference(), priority, 0, schedule.deadline()));
    }

    Ask preferring(HostPreference preference) {
      return schedule(new BagSpec.Schedule(preference, 0, 0, schedule.deadline()));
    }

    Ask schedule(BagSpec.Schedule other) {
      return new Ask(requester, project, tasks, resources, parallel, other);
    }

    Ask resources(BagSpec.Resources other) {
      return new Ask(requester, project, tasks, other, parallel, schedule);
    }

    Ask resources(int cpus, long memoryBytes) {
      return new Ask(
          requester,
          project,
          tasks,
          new BagSpec.Resources(cpus, memoryBytes, 1 << 20, Duration.ofSeconds(60)),
          parallel,
          schedule);
    }
  }

  static Address account(String name) {
    return new Address(
        "0x" + Sha256.of(name.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 40));
  }

  /** A bag of one partition that runs, with tasks of a tenth of a second. */
  BagRun bag(Ask ask) {
    Terms terms = terms(ask);
    PartitionBook book =
        new PartitionBook(
            new PartitionScope(terms.id(), terms.deal().id(), 0, 0, (int) ask.tasks()),
            new BookRules(terms.deal().trust(), 3, Duration.ofSeconds(60), SLICES_MAX),
            1);
    BagRun run = dispatcher.register(terms, book, 1).bag();
    run.observe(64, 6_400);
    return run;
  }

  /** A bag like {@link #bag} that ran on another node before. */
  BagRun takenOver(Ask ask) {
    Terms terms = terms(ask);
    PartitionBook book =
        new PartitionBook(
            new PartitionScope(terms.id(), terms.deal().id(), 0, 0, (int) ask.tasks()),
            new BookRules(terms.deal().trust(), 3, Duration.ofSeconds(60), SLICES_MAX),
            2);
    return dispatcher.register(terms, book, 2).bag();
  }

  private Terms terms(Ask ask) {
    DealId deal =
        new DealId("0x" + Sha256.of(("bag" + ++bags).getBytes(StandardCharsets.UTF_8)).hex());
    BagSpec spec =
        new BagSpec(
            "test",
            ask.project(),
            Map.of(),
            "app",
            List.of("app", "{n}"),
            new Sweep(List.of(new Sweep.Range("n", 0, ask.tasks() - 1, 1))),
            List.of(),
            List.of(),
            ask.resources(),
            new Trust(1),
            Verification.REPLICATE,
            new BagSpec.Market(Category.XS, Optional.empty(), NanoRlc.of(1), NanoRlc.of(1)),
            new BagSpec.Limits(ask.parallel(), 3),
            ask.schedule());
    Bag bag =
        new Bag(
            BagId.of(deal),
            deal,
            account(ask.requester()),
            spec,
            BagState.RUNNING,
            false,
            clock.instant(),
            Optional.empty());
    return new Terms(
        bag, deal(bag, ask.price()), program(bag, ask.inputs()), Optional.empty(), Bytes32.ZERO);
  }

  private static Deal deal(Bag bag, long price) {
    return new Deal(
        bag.deal(),
        Bytes32.ZERO,
        Address.ZERO,
        Address.ZERO,
        POOL,
        Address.ZERO,
        bag.requester(),
        Address.ZERO,
        new Deal.Prices(NanoRlc.ZERO, NanoRlc.ZERO, NanoRlc.of(price)),
        Category.XS,
        bag.spec().trust(),
        new Deal.Tasks(0, bag.spec().tasks()),
        "",
        START,
        NanoRlc.ZERO,
        1);
  }

  private static WorkerWire.Program program(Bag bag, List<Sha256> inputs) {
    return new WorkerWire.Program(
        bag.id().text(),
        "wasm",
        Sha256.of(new byte[0]).toString(),
        null,
        bag.spec().command(),
        List.of(),
        inputs.stream()
            .map(each -> new WorkerWire.InputWire("in-" + each.prefix(), each.toString()))
            .toList(),
        List.of(),
        1 << 20,
        1 << 20,
        60_000,
        1 << 20);
  }

  /** A worker online with these processors, memory and isolation by driver. */
  Worker worker(String name, int cpus, long memoryBytes, Map<String, Integer> drivers) {
    Worker worker =
        new Worker(
            account(name),
            POOL,
            name,
            "test",
            new Worker.Host("linux", "amd64", cpus, memoryBytes),
            drivers.entrySet().stream()
                .map(each -> new Worker.Driver(each.getKey(), true, each.getValue(), List.of()))
                .collect(Collectors.toList()),
            START);
    presence.heard(worker, false, drivers.keySet(), clock.instant());
    return worker;
  }

  /** An ordinary worker online that stands at a site. */
  Worker worker(String name, Site site) {
    Worker worker = worker(name).at(Optional.of(site));
    presence.heard(worker, false, Set.of("wasm"), clock.instant());
    return worker;
  }

  /** The same worker online, of which its owner says something else. */
  Worker declaring(Worker worker, Declaration declaration) {
    Worker declared = worker.declaring(declaration);
    presence.heard(declared, false, Set.of("wasm"), clock.instant());
    return declared;
  }

  /** An ordinary worker online. */
  Worker worker(String name) {
    return worker(name, 4, 1L << 32, Map.of("wasm", 3));
  }

  /** Looks at everything as the timer does. */
  void look() {
    clock.advance(Duration.ofSeconds(2));
    presence
        .here()
        .forEach(each -> presence.heard(each.worker(), false, each.drivers(), clock.instant()));
    dispatcher.tick();
  }

  /** Leases that a worker is granted when it asks for one. */
  List<WorkerWire.Grant> ask(Worker worker) {
    Set<String> drivers =
        worker.drivers().stream().map(Worker.Driver::name).collect(Collectors.toSet());
    return dispatcher.grant(worker.address(), 1, drivers);
  }
}
