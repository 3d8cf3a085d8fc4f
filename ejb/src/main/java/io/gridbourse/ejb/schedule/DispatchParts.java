package io.gridbourse.ejb.schedule;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.pool.WorkerStandings;
import io.gridbourse.domain.pool.WorkerState;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.Views.EventView;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.data.ContentStore;
import io.gridbourse.ejb.data.StoredCheckpoints;
import io.gridbourse.ejb.pool.HostBook;
import io.gridbourse.ejb.pool.HostContents;
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
import io.gridbourse.ejb.settings.BagSettings;
import io.gridbourse.ejb.settings.ScheduleSettings;
import io.gridbourse.ejb.sql.Atomically;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

/** Builds what lives once per node: the group commit, presence, risks, the dispatcher. */
@ApplicationScoped
public class DispatchParts {
  @Resource private ManagedThreadFactory threads;
  @Resource private ManagedExecutorService executor;
  @Inject private DataSource database;
  @Inject private Atomically atomically;
  @Inject private StoredCheckpoints checkpoints;
  @Inject private ContentStore contents;
  @Inject private WorkerStandings standings;
  @Inject private BagSettings settings;
  @Inject private ScheduleSettings schedule;
  @Inject private Event<EventView> events;
  @Inject private RandomGenerator random;
  @Inject private Clock clock;
  private GroupCommit<FactEntry> commits;
  private Presence presence;
  private HostBook hosts;
  private HostContents caches;
  private HostQuotas quotas;
  private Risks risks;
  private WorkerTrust trust;
  private WorkerPairs pairs;
  private WorkerPlaces places;
  private WorkerOwners owners;
  private Dispatcher dispatcher;
  private NodeName node;

  @PostConstruct
  void build() {
    node = new NodeName("node-" + Long.toUnsignedString(random.nextLong(), 36));
    commits = new GroupCommit<>(new FactWriter(database));
    threads.newThread(commits::run).start();
    hosts = new HostBook(database, clock);
    quotas = new HostQuotas(database, atomically, schedule.hostQuota(), clock);
    caches = new HostContents(clock);
    presence = new Presence(this::tell);
    risks = new Risks(standings);
    trust = new WorkerTrust(database, clock);
    pairs = new WorkerPairs(database);
    places = new WorkerPlaces(new StoredWorkers(database, clock));
    owners = new WorkerOwners(database);
    dispatcher =
        new Dispatcher(
            new Grants(risks, presence, hosts, schedule, candidates(), clock),
            presence,
            new Dispatcher.Settings(settings.leaseTarget(), commits::submit),
            executor,
            clock);
    dispatcher.quotas(quotas);
    dispatcher.owners(owners::of);
    dispatcher.preemptions().onEvent(events::fire);
    dispatcher.licences(
        new Licences(
            schedule.licences(),
            Optional.of(new StoredLicences(database, atomically)),
            node.text(),
            clock));
    dispatcher.data(new DataAtHand(caches, contents::size, schedule.dataFromBytes()));
    dispatcher.furnishing(this::withCheckpoints);
    dispatcher.onProgress(new Progress(events::fire, clock));
  }

  private Candidates candidates() {
    Strangers strangers = new Strangers(pairs, places, owners, presence, trust::isCaught);
    return new KnownCandidates(trust, strangers, new BagDemands(database));
  }

  @PreDestroy
  void stop() {
    dispatcher.stop();
    commits.close();
  }

  /** The dispatcher of this node. */
  @Produces
  @Singleton
  public Dispatcher dispatcher() {
    return dispatcher;
  }

  /** Who is there. */
  @Produces
  @Singleton
  public Presence presence() {
    return presence;
  }

  /** What is known of hosts. */
  @Produces
  @Singleton
  public HostBook hosts() {
    return hosts;
  }

  /** Which hosts waste leases. */
  @Produces
  @Singleton
  public HostQuotas quotas() {
    return quotas;
  }

  /** What workers have at stake. */
  @Produces
  @Singleton
  public Risks risks() {
    return risks;
  }

  /** What is known of workers. */
  @Produces
  @Singleton
  public WorkerTrust trust() {
    return trust;
  }

  /** Which workers agree against the rest. */
  @Produces
  @Singleton
  public WorkerPairs pairs() {
    return pairs;
  }

  /** Whose workers are. */
  @Produces
  @Singleton
  public WorkerOwners owners() {
    return owners;
  }

  /** Where workers are. */
  @Produces
  @Singleton
  public WorkerPlaces places() {
    return places;
  }

  /** The name of this node. */
  @Produces
  @Singleton
  public NodeName node() {
    return node;
  }

  private WorkerWire.Grant withCheckpoints(Address worker, WorkerWire.Grant grant) {
    if (grant.program().checkpoint() == null) {
      return grant;
    }
    List<WorkerWire.Saved> saved =
        checkpoints.of(new BagId(grant.bag()), grant.first(), grant.count(), worker);
    return saved.isEmpty() ? grant : grant.with(saved);
  }

  private void tell(Worker worker, WorkerState state) {
    hosts.changed(worker.address(), state);
    if (state == WorkerState.LOST || state == WorkerState.AWAY) {
      caches.forget(worker.address());
    }
    events.fire(
        new EventView(
            0,
            clock.instant(),
            "worker.state",
            null,
            Map.of(
                "worker", worker.address().hex(), "name", worker.name(), "state", state.name())));
  }
}
