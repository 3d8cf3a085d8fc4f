package io.gridbourse.ejb.proof;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.TrustViews;
import io.gridbourse.ejb.pool.HostQuotas;
import io.gridbourse.ejb.pool.StoredWorkers;
import io.gridbourse.ejb.proof.collusion.WorkerOwners;
import io.gridbourse.ejb.proof.collusion.WorkerPairs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;

/** How far workers can be believed, and which agree against the rest, for people. */
@ApplicationScoped
public class TrustQueries {
  private WorkerTrust trust;
  private WorkerPairs pairs;
  private StoredWorkers workers;

  private WorkerOwners owners;
  private HostQuotas quotas;
  private Clock clock;

  protected TrustQueries() {}

  /** The queries with all that they need. */
  @Inject
  public TrustQueries(
      DataSource database,
      WorkerTrust trust,
      WorkerPairs pairs,
      WorkerOwners owners,
      HostQuotas quotas,
      Clock clock) {
    this.owners = owners;
    this.quotas = quotas;
    this.clock = clock;
    this.trust = trust;
    this.pairs = pairs;
    this.workers = new StoredWorkers(database, clock);
  }

  /** What is known of a worker; empty if it has not enrolled. */
  public Optional<TrustViews.StandingView> standing(String address) {
    return address(address).flatMap(workers::find).map(worker -> standing(worker.address()));
  }

  private TrustViews.StandingView standing(Address worker) {
    Optional<WorkerTrust.Recorded> recorded = trust.recorded(worker);
    return new TrustViews.StandingView(
        worker.hex(),
        name(worker.hex()),
        recorded.map(each -> each.standing().checksPassed()).orElse(0),
        recorded.map(each -> each.standing().streak()).orElse(0),
        recorded.flatMap(WorkerTrust.Recorded::caughtAt).orElse(null),
        recorded.flatMap(WorkerTrust.Recorded::caughtIn).orElse(null),
        pairs().stream()
            .filter(pair -> pair.first().equals(worker.hex()) || pair.second().equals(worker.hex()))
            .toList(),
        owners.of(worker).map(Address::hex).orElse(null),
        quotas.view(worker));
  }

  /** The pairs that agree against the rest too often, the least probable first. */
  public List<TrustViews.PairView> pairs() {
    return pairs.suspects().stream()
        .map(
            pair ->
                new TrustViews.PairView(
                    pair.first(),
                    name(pair.first()),
                    pair.second(),
                    name(pair.second()),
                    pair.together(),
                    pair.agreedWrong(),
                    pair.probability()))
        .toList();
  }

  /** Lets a caught worker take part again; empty if it has not enrolled. */
  public Optional<TrustViews.StandingView> pardon(String address) {
    Optional<Address> worker = address(address).filter(each -> workers.find(each).isPresent());
    worker.ifPresent(trust::pardon);
    return worker.map(this::standing);
  }

  /** Says whose a worker is; empty if it has not enrolled. */
  public Optional<TrustViews.StandingView> own(String address, Address owner) {
    Optional<Address> worker = address(address).filter(each -> workers.find(each).isPresent());
    worker.ifPresent(each -> owners.name(each, owner, clock.instant()));
    return worker.map(this::standing);
  }

  private String name(String worker) {
    return workers.find(new Address(worker)).map(found -> found.name()).orElse(null);
  }

  private static Optional<Address> address(String text) {
    try {
      return Optional.of(new Address(text.toLowerCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
