package io.gridbourse.ejb.ledger;

import io.gridbourse.domain.value.Address;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.time.Instant;

/** The grid's port to what the ledger knows of workers. */
@ApplicationScoped
public class LedgerStandings implements io.gridbourse.domain.pool.WorkerStandings {
  private WorkerStandings standings;

  protected LedgerStandings() {}

  /** The port over the ledger's standings. */
  @Inject
  public LedgerStandings(WorkerStandings standings) {
    this.standings = standings;
  }

  @Override
  public long scoreAt(Address worker, Instant dealStart) {
    return standings.standing(worker, dealStart).score();
  }

  @Override
  public long score(Address worker) {
    return standings.standing(worker).score();
  }

  @Override
  public BigInteger pledge(Address worker) {
    return standings.pledge(worker).units();
  }
}
