package io.gridbourse.ejb.proof.collusion;

import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.sql.Sql;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Whose workers are, by the word of an operator. Of whom nobody said anything, it is the pool's:
 * all such workers are of one owner.
 */
public final class WorkerOwners {
  private final Sql sql;
  private volatile Optional<Map<Address, Address>> known = Optional.empty();

  /** The owners in this database. */
  public WorkerOwners(DataSource database) {
    this.sql = new Sql(database);
  }

  /** Who owns a worker; empty if it is the pool's. */
  public Optional<Address> of(Address worker) {
    Map<Address, Address> owners = known.orElseGet(this::refresh);
    return Optional.ofNullable(owners.get(worker));
  }

  /** The owners of some workers; the pool is one, and no address. */
  public Set<Optional<Address>> of(Collection<Address> workers) {
    Set<Optional<Address>> owners = new HashSet<>();
    workers.forEach(worker -> owners.add(of(worker)));
    return owners;
  }

  /** Says who owns a worker that has enrolled. */
  public void name(Address worker, Address owner, Instant at) {
    sql.update(
        "insert into worker_owner (worker, owner, named_at) values (?, ?, ?)"
            + " on conflict (worker) do update"
            + " set owner = excluded.owner, named_at = excluded.named_at",
        worker.hex(),
        owner.hex(),
        at);
    refresh();
  }

  /** Reads all anew, so that what another node was told is seen. */
  public Map<Address, Address> refresh() {
    Map<Address, Address> owners = new HashMap<>();
    sql.list(
            "select worker, owner from worker_owner",
            row ->
                Map.entry(
                    new Address(row.getString("worker")), new Address(row.getString("owner"))))
        .forEach(each -> owners.put(each.getKey(), each.getValue()));
    known = Optional.of(owners);
    return owners;
  }
}
