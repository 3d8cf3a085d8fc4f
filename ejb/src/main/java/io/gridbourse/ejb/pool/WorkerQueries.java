package io.gridbourse.ejb.pool;

import io.gridbourse.domain.pool.Site;
import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.pool.WorkerStandings;
import io.gridbourse.domain.proof.PocoRule;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.Views;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

/** What is known of workers, for people. */
@ApplicationScoped
public class WorkerQueries {
  private StoredWorkers workers;
  private Presence presence;
  private WorkerStandings standings;
  private LeaseCounts leases;
  private HostBook hosts;

  protected WorkerQueries() {}

  /** The queries with all that they need. */
  @Inject
  public WorkerQueries(
      DataSource database,
      Presence presence,
      WorkerStandings standings,
      LeaseCounts leases,
      HostBook hosts,
      Clock clock) {
    this.workers = new StoredWorkers(database, clock);
    this.presence = presence;
    this.standings = standings;
    this.leases = leases;
    this.hosts = hosts;
  }

  /** Port: how many leases each worker holds. */
  public interface LeaseCounts {
    /** Leases that a worker runs now. */
    long held(Address worker);

    /** Smoothed tasks per second of a worker; empty while it runs nothing. */
    Optional<Double> rate(Address worker);
  }

  /**
   * A page of workers by name.
   *
   * @param after the last worker of the page before
   */
  public Views.Page<Views.WorkerView> list(int limit, Optional<Address> after) {
    return Views.Page.of(
        workers.page(after, limit + 1),
        limit,
        recorded -> view(recorded, false),
        recorded -> recorded.worker().address().hex());
  }

  /** One worker by its address. */
  public Optional<Views.WorkerView> find(String address) {
    Address account;
    try {
      account = new Address(address);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return workers.recorded(account).map(recorded -> view(recorded, true));
  }

  private Views.WorkerView view(StoredWorkers.Recorded recorded, boolean inFull) {
    Worker worker = recorded.worker();
    long score = standings.score(worker.address());
    Optional<Instant> seen = presence.lastSeen(worker.address()).or(recorded::lastSeen);
    return new Views.WorkerView(
        worker.address().hex(),
        worker.name(),
        worker.pool().hex(),
        presence.state(worker.address()).name(),
        worker.drivers().stream()
            .map(
                each ->
                    new Views.DriverView(
                        each.name(), each.enabled(), each.isolation(), each.notes()))
            .toList(),
        worker.host().os(),
        worker.host().arch(),
        worker.host().processor(),
        worker.host().cpus(),
        worker.host().memoryBytes(),
        score,
        PocoRule.weight(score),
        standings.pledge(worker.address()).toString(),
        leases.held(worker.address()),
        recorded.accepted(),
        recorded.rejected(),
        leases.rate(worker.address()).orElse(null),
        worker.enrolledAt(),
        seen.orElse(null),
        presence.paused(worker.address()).orElse(null),
        worker.site().map(Site::name).orElse(null),
        worker.declaration().labels(),
        worker.declaration().accept().isEmpty() ? null : worker.declaration().accept(),
        worker.declaration().units().gpus().size(),
        worker.declaration().units().counted(),
        inFull ? hosts.view(worker.address()) : null);
  }
}
