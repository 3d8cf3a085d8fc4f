package io.gridbourse.ejb.market;

import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.settings.PoolSettings;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The pools whose deals this installation computes: its own, and those that it adopted. */
@ApplicationScoped
public class ServedPools {
  private Sql sql;
  private PoolSettings own;

  protected ServedPools() {}

  /** The pools of the settings and of this database. */
  @Inject
  public ServedPools(DataSource database, PoolSettings own) {
    this.sql = new Sql(database);
    this.own = own;
  }

  /** A pool by address, with its name for people. */
  public record Pool(Address address, String description) {}

  /** Whether deals with this pool are computed here. */
  public boolean serves(Address pool) {
    return pool.equals(own.address()) || adopted(pool);
  }

  /** Whether the pool was adopted. */
  public boolean adopted(Address pool) {
    return sql.first("select 1 from adopted_pool where address = ?", row -> true, pool.hex())
        .isPresent();
  }

  /** All pools, the own one first. */
  public List<Pool> list() {
    List<Pool> all =
        sql.list(
            "select address, description from adopted_pool order by adopted_at, address",
            row -> new Pool(new Address(row.getString(1)), row.getString(2)));
    all.add(0, new Pool(own.address(), own.description()));
    return all;
  }

  /** A pool by its address or its description. */
  public Optional<Pool> named(String addressOrName) {
    return list().stream()
        .filter(
            each ->
                each.address().hex().equalsIgnoreCase(addressOrName)
                    || each.description().equals(addressOrName))
        .findFirst();
  }

  /** What a pool is called. */
  public Optional<String> nameOf(Address pool) {
    return list().stream()
        .filter(each -> each.address().equals(pool))
        .map(Pool::description)
        .findFirst();
  }

  /** Notes an adopted pool with the key that owns it; again changes the key. */
  void add(Pool pool, String keyName, Instant at) {
    sql.update(
        "insert into adopted_pool (address, description, key_name, adopted_at) values (?, ?, ?, ?)"
            + " on conflict (address) do update set key_name = excluded.key_name",
        pool.address().hex(),
        pool.description(),
        keyName,
        at);
  }
}
