package io.gridbourse.ejb.proof.court;

import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.sql.Sql;
import java.util.Optional;
import javax.sql.DataSource;

/** The workers who may be drawn as jurors, as far as the chain was read. */
public final class JurorRoll {
  private final Sql sql;

  /** The roll in this database. */
  public JurorRoll(DataSource database) {
    this.sql = new Sql(database);
  }

  /** How many workers are on it. */
  public long size() {
    return sql.first(
            "select count(*) as jurors from (select distinct on (worker) owner from juror_roll"
                + " order by worker, event_id desc) newest where owner is not null",
            row -> row.getLong("jurors"))
        .orElse(0L);
  }

  /** Who answers for a worker; empty if it is not on the roll. */
  public Optional<Address> owner(Address worker) {
    return sql.first(
            "select owner from juror_roll where worker = ? order by event_id desc limit 1",
            row -> Optional.ofNullable(row.getString("owner")).map(Address::new),
            worker.hex())
        .flatMap(owner -> owner);
  }
}
