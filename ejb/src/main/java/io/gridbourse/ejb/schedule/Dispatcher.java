package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.proof.LeaseId;
import io.gridbourse.domain.proof.PartitionBook;
import io.gridbourse.domain.schedule.Epoch;
import io.gridbourse.domain.schedule.Reservation;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.CacheNews;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.pool.LeaseQuotas;
import io.gridbourse.ejb.pool.Presence;
import io.gridbourse.ejb.proof.FactEntry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The partitions that this node drives, and the workers that wait for work. A waiting worker holds
 * no thread; when something changes, one pump goes over all of them.
 */
public final class Dispatcher {
  private static final Logger LOG = Logger.getLogger(Dispatcher.class.getName());
  private final Map<Key, PartitionRun> runs = new ConcurrentHashMap<>();
  private final Map<Address, Waiter> waiters = new ConcurrentHashMap<>();
  private final AtomicBoolean pumpAsked = new AtomicBoolean();
  private final Grants grants;
  private final Presence presence;
  private final Settings settings;
  private final Executor executor;
  private final Clock clock;
  private volatile Consumer<PartitionRun> progress = run -> {};
  private volatile BiFunction<Address, WorkerWire.Grant, WorkerWire.Grant> furnish =
      (worker, grant) -> grant;

  /**
   * A dispatcher without partitions.
   *
   * @param executor runs the pump; while one runs, another may begin that sees newer changes
   */
  public Dispatcher(
      Grants grants, Presence presence, Settings settings, Executor executor, Clock clock) {
    this.grants = grants;
    this.presence = presence;
    this.settings = settings;
    this.executor = executor;
    this.clock = clock;
  }

  /**
   * What the dispatcher goes by.
   *
   * @param store hands facts to the group commit
   */
  public record Settings(
      Duration leaseTarget, Function<FactEntry, CompletableFuture<Void>> store) {}

  private record Key(BagId bag, int partition) {}

  /** How fast workers are. */
  public WorkerRates rates() {
    return grants.rates();
  }

  /** A worker whose request is held. */
  private record Waiter(
      Address worker,
      int wish,
      Set<String> drivers,
      List<String> holding,
      long until,
      CompletableFuture<WorkerWire.Orders> answer) {}

  /** Hears of every change of a partition, on whatever thread made it. */
  public void onProgress(Consumer<PartitionRun> listener) {
    progress = listener;
  }

  /** Adds to a lease what its worker finds useful, before it is told. */
  public void furnishing(BiFunction<Address, WorkerWire.Grant, WorkerWire.Grant> furnishing) {
    furnish = furnishing;
  }

  /** Begins to give out the tasks of a partition. */
  public PartitionRun register(Terms terms, PartitionBook book, long epoch) {
    synchronized (grants) {
      BagRun bag =
          grants.find(terms.id()).orElseGet(() -> grants.run(terms, settings.leaseTarget()));
      PartitionRun run = new PartitionRun(bag, book, epoch, storing(terms), this::changed, clock);
      runs.put(new Key(terms.id(), book.scope().number()), run);
      bag.add(run);
      grants.join(bag);
      run.act(
          each -> {
            each.resume(clock.instant());
            return true;
          });
      wake();
      return run;
    }
  }

  /** Ends it; workers that still hold leases are told to drop them. */
  public void unregister(PartitionRun run) {
    synchronized (grants) {
      runs.remove(new Key(run.scope().bag(), run.scope().number()), run);
      if (run.bag().remove(run)) {
        grants.leave(run.scope().bag());
      } else {
        run.bag().workChanged();
      }
      wake();
    }
  }

  /** The partition of a lease, if it is driven here. */
  public Optional<PartitionRun> find(LeaseId lease) {
    return find(lease.bag(), lease.partition());
  }

  /** A partition that is driven here. */
  public Optional<PartitionRun> find(BagId bag, int partition) {
    return Optional.ofNullable(runs.get(new Key(bag, partition))).filter(PartitionRun::isLive);
  }

  /** A bag of which something is driven here. */
  public Optional<BagRun> find(BagId bag) {
    return grants.find(bag);
  }

  /** All bags of which something is driven here. */
  public Collection<BagRun> bags() {
    return grants.bags();
  }

  /** The reservations of pools to heed from now on. */
  public void reservations(List<Reservation> all) {
    grants.epochs().reservations(all);
  }

  /** What tells which workers have what bags need; to be set before the first bag comes. */
  public void data(DataAtHand data) {
    grants.epochs().data(data);
  }

  /** A worker tells what changed in its cache. */
  void told(Address worker, CacheNews news) {
    grants.epochs().data().told(worker, news);
    grants.epochs().dataChanged();
  }

  /** The number of the state that is known of a worker's cache. */
  long knownContents(Address worker) {
    return grants.epochs().data().known(worker);
  }

  /** What promises to requesters add to the choice of work. */
  public void spares(Spares spares) {
    grants.spares(spares);
  }

  /** Why leases were granted of late. */
  public LeaseReasons reasons() {
    return grants.reasons();
  }

  /** What the scheduler went by in an epoch of late. */
  public Optional<Epoch> epoch(long number) {
    return grants.epochs().find(number);
  }

  /** The hosts online as the scheduler sees them. */
  List<Host> hosts() {
    return grants.epochs().hosts();
  }

  /** Leases that are taken back for other bags. */
  public Preemptions preemptions() {
    return grants.preemptions();
  }

  /** A worker spoke: what is taken back from it may have ended. */
  void heard(Address worker) {
    preemptions().heard(worker, grants::isHeld);
  }

  /** Sets the licences of the pool. */
  void licences(Licences licences) {
    grants.licences(licences);
  }

  /** The licences of the pool. */
  Licences licences() {
    return grants.licences();
  }

  /** The names of the pool's licences. */
  Set<String> licenceNames() {
    return grants.licenceNames();
  }

  /** Counted things that are free on workers. */
  FreeUnits free() {
    return grants.free();
  }

  /** Which hosts and bags suit each other by their expressions. */
  Matches matches() {
    return grants.matches();
  }

  /** Sets who owns workers; empty if nobody but the pool does. */
  void owners(Function<Address, Optional<Address>> owners) {
    grants.matches().owners(owners);
  }

  /** A worker as a voter of a bag; empty if it is given nothing. */
  Optional<PartitionBook.Candidate> candidate(BagRun bag, Address worker) {
    return grants.candidate(bag, worker);
  }

  /** How many workers that run a driver are there on average for a time from now on. */
  public double workersFor(String driver, Duration time) {
    return grants.steadiness().workers(driver, time);
  }

  /** The longest lease that a worker should be given, as it may leave. */
  Duration longestLease(Address worker) {
    return grants.steadiness().longestLease(worker);
  }

  /** Tasks that a worker may be leased of a bag now. */
  public int allowance(BagRun bag, Address worker) {
    return grants.allowance(bag, worker);
  }

  /** Tasks of a bag that a worker's pledge and the bag's limit leave room for. */
  public int room(BagRun bag, Address worker) {
    return grants.room(bag, worker);
  }

  /** Whether a worker's quota, if the bag goes by quotas, bears another lease today. */
  public boolean isWithinQuota(BagRun bag, Address worker) {
    return grants.isWithinQuota(bag, worker);
  }

  /** What holds hosts back whose leases come to nothing. */
  public void quotas(LeaseQuotas quotas) {
    grants.quotas(quotas);
  }

  /** A worker gave a lease back that it is to blame for. */
  void gaveBack(PartitionRun run, Address worker) {
    if (run.bag().terms().isByQuota()) {
      grants.quotas().failed(worker);
    }
  }

  private Function<FactEntry, CompletableFuture<Void>> storing(Terms terms) {
    return terms.isByQuota()
        ? entry -> {
          LeaseEnds.count(entry, grants.quotas());
          return settings.store().apply(entry);
        }
        : settings.store();
  }

  /** Leases that a worker is to reveal. */
  List<String> reveals(Address worker) {
    List<String> reveals = new ArrayList<>();
    for (PartitionRun run : runs.values()) {
      run.read(book -> book.asked(worker)).forEach(lease -> reveals.add(lease.toString()));
    }
    return reveals;
  }

  /** Leases for a worker. */
  List<WorkerWire.Grant> grant(Address worker, int wish, Set<String> drivers) {
    return wish < 1
        ? List.of()
        : grants.grant(worker, wish, drivers).stream()
            .map(grant -> furnish.apply(worker, grant))
            .toList();
  }

  /** Of these leases, those of partitions that are driven here and do not need them. */
  List<String> useless(Address worker, List<String> holding) {
    return holding.stream()
        .filter(
            text ->
                LeaseId.parse(text)
                    .flatMap(
                        lease ->
                            find(lease).map(run -> !run.read(book -> book.isUseful(lease, worker))))
                    .orElse(false))
        .toList();
  }

  /** Holds a request until there is something to say or the time is over. */
  CompletableFuture<WorkerWire.Orders> hold(
      Address worker, WorkerWire.Exchange request, Set<String> drivers, Duration wait) {
    CompletableFuture<WorkerWire.Orders> answer = new CompletableFuture<>();
    Waiter waiter =
        new Waiter(
            worker,
            request.draining() ? 0 : request.wishTasks(),
            drivers,
            List.copyOf(request.holding()),
            clock.millis() + wait.toMillis(),
            answer);
    presence.holds(worker, 1, clock.instant());
    Waiter before = waiters.put(worker, waiter);
    if (before != null) {
      before.answer.complete(nothing());
    }
    // What changed since the request was looked at must not be missed.
    wake();
    return answer.whenComplete((orders, failure) -> presence.holds(worker, -1, clock.instant()));
  }

  /** How many requests are held. */
  public int waiting() {
    return waiters.size();
  }

  /** Has all waiting workers looked at soon. */
  public void wake() {
    if (!waiters.isEmpty() && pumpAsked.compareAndSet(false, true)) {
      executor.execute(this::pump);
    }
  }

  /** Ends what is over: leases, requests to reveal, lost workers, held requests. */
  public void tick() {
    if (grants.epochs().isSlow()) {
      executor.execute(grants::tick);
    } else {
      grants.tick();
    }
    List<Address> lost = presence.lost(clock.instant());
    for (PartitionRun run : runs.values()) {
      try {
        run.act(
            book -> {
              book.expire(clock.instant());
              lost.forEach(worker -> book.loseWorker(worker, clock.instant()));
              return true;
            });
      } catch (PartitionGone e) {
        LOG.log(Level.FINE, "partition is being read anew", e);
      }
    }
    wake();
  }

  /** Answers everybody with nothing: the server stops. */
  public void stop() {
    waiters.values().forEach(waiter -> waiter.answer.complete(nothing()));
    waiters.clear();
  }

  /** Hears that workers answered tasks wrongly whose answers are known: their votes are void. */
  public void caught(List<Address> workers) {
    if (workers.isEmpty()) {
      return;
    }
    for (PartitionRun run : runs.values()) {
      try {
        run.act(
            book -> {
              workers.forEach(worker -> book.caught(worker, clock.instant()));
              return true;
            });
      } catch (PartitionGone e) {
        LOG.log(Level.FINE, "partition is being read anew", e);
      }
    }
    wake();
  }

  private void changed(PartitionRun run) {
    wake();
    progress.accept(run);
  }

  private void pump() {
    pumpAsked.set(false);
    long now = clock.millis();
    for (Waiter waiter : List.copyOf(waiters.values())) {
      // A pump that was asked for meanwhile may be at the same request: only one of them grants.
      try {
        synchronized (waiter.answer) {
          serve(waiter, now);
        }
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "a waiting worker could not be served worker=" + waiter.worker, e);
        answer(waiter, nothing());
      }
    }
  }

  private void serve(Waiter waiter, long now) {
    if (waiter.answer.isDone()) {
      waiters.remove(waiter.worker, waiter);
      return;
    }
    List<String> reveals = reveals(waiter.worker);
    List<String> cancels = useless(waiter.worker, waiter.holding);
    List<WorkerWire.Grant> leases = grant(waiter.worker, waiter.wish, waiter.drivers);
    List<String> retreats = preemptions().retreats(waiter.worker);
    boolean isOver = now >= waiter.until;
    if (isOver
        || !reveals.isEmpty()
        || !cancels.isEmpty()
        || !leases.isEmpty()
        || !retreats.isEmpty()) {
      answer(
          waiter,
          new WorkerWire.Orders(
                  leases, List.of(), Map.of(), reveals, cancels, false, clock.millis())
              .retreating(retreats));
    }
  }

  private void answer(Waiter waiter, WorkerWire.Orders orders) {
    waiters.remove(waiter.worker, waiter);
    waiter.answer.complete(orders);
  }

  private WorkerWire.Orders nothing() {
    return new WorkerWire.Orders(
        List.of(), List.of(), Map.of(), List.of(), List.of(), false, clock.millis());
  }
}
