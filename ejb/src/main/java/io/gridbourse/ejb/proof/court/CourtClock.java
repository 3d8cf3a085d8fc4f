package io.gridbourse.ejb.proof.court;

import io.gridbourse.ejb.sql.Sql;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

/** The ledger's time, by which windows and votes end: that of the newest block that was read. */
public final class CourtClock {
  private final Sql sql;

  /** By the blocks in this database. */
  public CourtClock(DataSource database) {
    this.sql = new Sql(database);
  }

  /** A block's number and time. */
  public record Now(long block, Instant at) {}

  /** The newest block that was read; empty before the first. */
  public Optional<Now> now() {
    return sql.first(
        "select b.number, b.happened_at from chain_cursor c join chain_block b on b.hash = c.hash",
        row -> new Now(row.getLong("number"), Sql.instant(row, "happened_at").orElseThrow()));
  }
}
