package io.gridbourse.ejb.ledger;

import io.gridbourse.ejb.sql.Atomically;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

/**
 * Leases on jobs of which one runs in the whole installation. The database's clock decides when one
 * expires, so that nodes need not agree on the time.
 */
@ApplicationScoped
public class NodeLeases {
  /** How long a lease lasts unless it is renewed. */
  static final Duration TERM = Duration.ofSeconds(5);

  private Sql sql;
  private Atomically atomically;
  private Clock clock;
  private String holder;
  private final Map<String, Held> held = new ConcurrentHashMap<>();

  protected NodeLeases() {}

  /** Leases for this process, which gets a name of its own. */
  @Inject
  public NodeLeases(
      DataSource database, Atomically atomically, Clock clock, RandomGenerator random) {
    this.sql = new Sql(database);
    this.atomically = atomically;
    this.clock = clock;
    this.holder = "node-" + Long.toUnsignedString(random.nextLong(), 36);
  }

  /** The lease, if this node has it or can take it now. Renewed when half its term is over. */
  public Optional<Lease> hold(String name) {
    Held mine = held.get(name);
    if (mine != null && clock.instant().isBefore(mine.renewAt)) {
      return Optional.of(mine.lease);
    }
    Instant asked = clock.instant();
    Optional<Lease> lease = atomically.call(() -> take(name));
    lease.ifPresentOrElse(
        taken -> held.put(name, new Held(taken, asked.plus(TERM.dividedBy(2)))),
        () -> held.remove(name));
    return lease;
  }

  /**
   * Makes sure, within the running transaction, that nobody else has taken the lease.
   *
   * @throws LeaseLost if somebody has; the transaction must not be committed
   */
  private void fence(Lease lease) {
    boolean mine =
        sql.first(
                "select token from node_lease where name = ? and holder = ? and token = ? for share",
                row -> row.getLong(1),
                lease.name(),
                lease.holder(),
                lease.token())
            .isPresent();
    if (!mine) {
      held.remove(lease.name());
      throw new LeaseLost(lease);
    }
  }

  /**
   * Runs {@code step} in a transaction that is committed only if the lease is still held.
   *
   * @throws LeaseLost if somebody else has it
   */
  public <T> T call(Lease lease, Supplier<T> step) {
    return atomically.call(
        () -> {
          fence(lease);
          return step.get();
        });
  }

  /** As {@link #call} without a result. */
  public void run(Lease lease, Runnable step) {
    call(
        lease,
        () -> {
          step.run();
          return Boolean.TRUE;
        });
  }

  /** Gives all leases back, so that another node need not wait for their end. */
  public void release() {
    held.clear();
    atomically.run(
        () -> sql.update("update node_lease set expires = '-infinity' where holder = ?", holder));
  }

  private Optional<Lease> take(String name) {
    return sql.first(
        "insert into node_lease as l (name, holder, token, expires)"
            + " values (?, ?, 1, clock_timestamp() + ? * interval '1 millisecond')"
            + " on conflict (name) do update set holder = excluded.holder,"
            + " expires = excluded.expires,"
            + " token = case when l.holder = excluded.holder then l.token else l.token + 1 end"
            + " where l.holder = excluded.holder or l.expires < clock_timestamp()"
            + " returning token",
        row -> new Lease(name, holder, row.getLong(1)),
        name,
        holder,
        TERM.toMillis());
  }

  private record Held(Lease lease, Instant renewAt) {}
}
