package io.gridbourse.ejb.pool;

import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.market.PoolWorkers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import javax.sql.DataSource;

/** Counts the enrolled workers and those that are there. */
@ApplicationScoped
public class EnrolledPoolWorkers implements PoolWorkers {
  private StoredWorkers workers;
  private Presence presence;

  protected EnrolledPoolWorkers() {}

  /** The workers in this database. */
  @Inject
  public EnrolledPoolWorkers(DataSource database, Presence presence, Clock clock) {
    this.workers = new StoredWorkers(database, clock);
    this.presence = presence;
  }

  @Override
  public int online(Address pool) {
    return presence.onlineIn(pool);
  }

  @Override
  public int all(Address pool) {
    return workers.count(pool);
  }
}
