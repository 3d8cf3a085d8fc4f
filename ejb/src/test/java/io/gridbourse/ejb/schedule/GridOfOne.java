package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.BagState;
import io.gridbourse.domain.bag.PartitionGrid;
import io.gridbourse.domain.bag.Sweep;
import io.gridbourse.domain.bag.Verification;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.DomainSeparator;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.market.Category;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.pool.WorkerStandings;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.Views.EventView;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.bag.DecidedPartitions;
import io.gridbourse.ejb.bag.DrivePartition;
import io.gridbourse.ejb.bag.Partitions;
import io.gridbourse.ejb.bag.ReopenPartitions;
import io.gridbourse.ejb.bag.StoredBags;
import io.gridbourse.ejb.bag.StoredOpenPartitions;
import io.gridbourse.ejb.bag.TermsOfBags;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.pool.HostBook;
import io.gridbourse.ejb.pool.HostQuotas;
import io.gridbourse.ejb.pool.Presence;
import io.gridbourse.ejb.pool.StoredWorkers;
import io.gridbourse.ejb.proof.BagDemands;
import io.gridbourse.ejb.proof.FactEntry;
import io.gridbourse.ejb.proof.FactWriter;
import io.gridbourse.ejb.proof.GroupCommit;
import io.gridbourse.ejb.proof.WorkerTrust;
import io.gridbourse.ejb.proof.collusion.Strangers;
import io.gridbourse.ejb.proof.collusion.WorkerOwners;
import io.gridbourse.ejb.proof.collusion.WorkerPairs;
import io.gridbourse.ejb.proof.collusion.WorkerPlaces;
import io.gridbourse.ejb.settings.ScheduleSettings;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A node of the grid, built by hand: everything real but the ledger. */
final class GridOfOne implements AutoCloseable {
  /** Leases of a worker that may come to nothing in a day. */
  static final int QUOTA = 8;

  static final Bytes32 SEPARATOR = DomainSeparator.of(4_711, Address.ZERO);
  final TestDatabase database;
  final StoredBags bags;
  final Partitions partitions;
  final Presence presence = new Presence((worker, state) -> {});
  final ConcurrentLinkedQueue<EventView> events = new ConcurrentLinkedQueue<>();
  final HostBook hosts;
  final HostQuotas quotas;
  final Dispatcher dispatcher;
  final ExchangeWithWorker exchange;
  final DrivePartition drive;
  final DecidedPartitions decided;
  final Risks risks;
  final WorkerPlaces places;
  final WorkerTrust trust;
  Optional<BagSpec.Checkpoint> checkpoint = Optional.empty();
  BigInteger pledge = BigInteger.TEN.pow(30);
  private final GroupCommit<FactEntry> commits;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile boolean stopped;

  GridOfOne(TestDatabase database) {
    Clock clock = Clock.systemUTC();
    this.database = database;
    bags = new StoredBags(database, clock, events::add);
    partitions = new Partitions(database);
    hosts = new HostBook(database, clock);
    quotas = new HostQuotas(database, database, QUOTA, clock);
    commits = new GroupCommit<>(new FactWriter(database));
    threads.execute(commits::run);
    risks = new Risks(new Standings());
    trust = new WorkerTrust(database, clock);
    places = new WorkerPlaces(new StoredWorkers(database, clock));
    dispatcher =
        new Dispatcher(
            new Grants(risks, presence, hosts, ScheduleSettings.STANDARD, candidates(trust), clock),
            presence,
            new Dispatcher.Settings(Duration.ofSeconds(2), commits::submit),
            threads,
            clock);
    dispatcher.quotas(quotas);
    exchange =
        new ExchangeWithWorker(
            dispatcher, presence, new StoredOpenPartitions(database), database, hosts, clock);
    decided = new DecidedPartitions(database, (partition, terms) -> "");
    drive =
        new DrivePartition(
            new DrivePartition.Stores(database, bags, database, decided),
            terms(),
            dispatcher,
            risks,
            events::add,
            new NodeName("node-" + System.identityHashCode(this)),
            clock);
    threads.execute(this::clockwork);
  }

  private KnownCandidates candidates(WorkerTrust trust) {
    return new KnownCandidates(
        trust,
        new Strangers(
            new WorkerPairs(database),
            places,
            new WorkerOwners(database),
            presence,
            trust::isCaught),
        new BagDemands(database));
  }

  private final class Standings implements WorkerStandings {
    @Override
    public long scoreAt(Address worker, Instant dealStart) {
      return 0;
    }

    @Override
    public long score(Address worker) {
      return 0;
    }

    @Override
    public BigInteger pledge(Address worker) {
      return pledge;
    }
  }

  /** Stores a running bag and cuts it. */
  BagId bag(String seed, long tasks, long trust, int partitionsMax) {
    return bag(seed, tasks, trust, partitionsMax, Verification.REPLICATE);
  }

  /** Stores a running bag that asks for more than the trust, and cuts it. */
  BagId bag(String seed, long tasks, long trust, int partitionsMax, Verification verification) {
    DealId deal =
        new DealId("0x" + Sha256.of(seed.getBytes(java.nio.charset.StandardCharsets.UTF_8)).hex());
    Bag bag =
        new Bag(
            BagId.of(deal),
            deal,
            Address.ZERO,
            spec(tasks, trust, verification),
            BagState.RUNNING,
            false,
            Instant.now(),
            Optional.empty());
    bags.add(bag);
    partitions.create(bag.id(), PartitionGrid.cut(tasks, 1, partitionsMax));
    return bag.id();
  }

  /** What opens decided partitions again. */
  ReopenPartitions reopening() {
    return new ReopenPartitions(
        new DrivePartition.Stores(database, bags, database, decided),
        terms(),
        risks,
        events::add,
        Clock.systemUTC());
  }

  private BagSpec spec(long tasks, long trust, Verification verification) {
    return new BagSpec(
        "test",
        "",
        Map.of(),
        "app",
        List.of("app", "{n}"),
        new Sweep(List.of(new Sweep.Range("n", 0, tasks - 1, 1))),
        List.of(),
        List.of(),
        new BagSpec.Resources(1, 1 << 20, 1 << 20, Duration.ofSeconds(60)),
        new Trust(trust),
        verification,
        new BagSpec.Market(Category.XS, Optional.empty(), NanoRlc.of(1), NanoRlc.of(tasks)),
        new BagSpec.Limits(0, 3),
        BagSpec.Schedule.NONE,
        checkpoint);
  }

  TermsOfBags terms() {
    return id -> {
      Bag bag = bags.find(id).orElseThrow();
      return new Terms(bag, deal(bag), program(bag), Optional.empty(), SEPARATOR);
    };
  }

  private static WorkerWire.Program program(Bag bag) {
    return new WorkerWire.Program(
        bag.id().text(),
        "wasm",
        Sha256.of(new byte[0]).toString(),
        null,
        bag.spec().command(),
        List.of(),
        List.of(),
        List.of(),
        1 << 20,
        1 << 20,
        60_000,
        1 << 20);
  }

  private static Deal deal(Bag bag) {
    return new Deal(
        bag.deal(),
        Bytes32.ZERO,
        Address.ZERO,
        Address.ZERO,
        Address.ZERO,
        Address.ZERO,
        Address.ZERO,
        Address.ZERO,
        new Deal.Prices(NanoRlc.ZERO, NanoRlc.ZERO, NanoRlc.of(1_000)),
        Category.XS,
        bag.spec().trust(),
        new Deal.Tasks(0, bag.spec().tasks()),
        "",
        Instant.now(),
        NanoRlc.of(300),
        1);
  }

  /** Drives all partitions of a bag on threads of their own. */
  List<Future<Boolean>> driveAll(BagId bag) {
    return partitions.of(bag).stream()
        .map(
            each ->
                threads.submit(
                    () -> {
                      drive.drive(bag, each.number(), () -> stopped);
                      return true;
                    }))
        .toList();
  }

  /** Lets a worker do rounds until the given partitions are decided. */
  Future<Boolean> work(WireWorker worker, List<Future<Boolean>> until) {
    return threads.submit(
        () -> {
          while (!until.stream().allMatch(Future::isDone)) {
            round(worker, 200);
          }
          return true;
        });
  }

  /** One round of a worker. */
  WorkerWire.Orders round(WireWorker worker, long waitMillis) throws Exception {
    WorkerWire.Exchange request = worker.request(waitMillis);
    WorkerWire.Orders orders = exchange.exchange(worker.worker, request).get();
    worker.heard(orders);
    return orders;
  }

  /** A round of a worker that does nothing but give leases back; with none it waits for some. */
  WorkerWire.Orders giveBack(WireWorker worker, List<WorkerWire.Grant> leases, String reason)
      throws Exception {
    List<WorkerWire.Return> returns =
        leases.stream()
            .map(lease -> new WorkerWire.Return(lease.lease(), lease.fence(), reason, ""))
            .toList();
    return exchange
        .exchange(
            worker.worker,
            new WorkerWire.Exchange(
                false, 1, List.of("wasm"), List.of(), List.of(), List.of(), returns, 5_000))
        .get();
  }

  /** What the timer does. */
  private void clockwork() {
    while (!stopped) {
      dispatcher.tick();
      dispatcher.caught(trust.refresh());
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Ends all threads as a crash would: nothing is given back. */
  void crash() {
    stopped = true;
    commits.close();
    threads.shutdownNow();
  }

  @Override
  public void close() {
    stopped = true;
    dispatcher.stop();
    commits.close();
    threads.shutdown();
  }
}
