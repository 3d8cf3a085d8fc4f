package io.gridbourse.ejb.proof;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.proof.Fact;
import io.gridbourse.domain.proof.LeaseId;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.sql.Sql;
import java.util.List;
import javax.sql.DataSource;

/**
 * Workers that were caught and whose votes in a decided partition count as if nothing was known.
 */
public final class CaughtVoters {
  private final Sql sql;

  /** Those that this database knows of. */
  public CaughtVoters(DataSource database) {
    this.sql = new Sql(database);
  }

  /**
   * Who voted in a partition and was caught since, in one order; empty if its book knows of all.
   */
  public List<Address> in(BagId bag, int partition) {
    return sql.list(
        "select distinct c.worker from contribution c join worker_standing s on s.worker = c.worker"
            + " where s.caught_at is not null and c.bag = ? and c.partition = ? and not c.is_check"
            + " and not exists (select 1 from spot_check v where v.bag = c.bag"
            + " and v.partition = c.partition and v.worker = c.worker and not v.passed)"
            + " order by c.worker",
        row -> new Address(row.getString("worker")),
        bag.text(),
        partition);
  }

  /**
   * Stores that votes in a partition are void, as facts of its book, in the running transaction.
   */
  public void note(BagId bag, int partition, List<Fact.Checked> facts) {
    facts.forEach(
        fact ->
            sql.update(
                FactWriter.CHECK,
                bag.text(),
                partition,
                fact.sequence(),
                fact.lease().map(LeaseId::toString),
                fact.worker().hex(),
                fact.isPassed(),
                fact.at(),
                FactWriter.orNull(fact.allowance())));
  }
}
