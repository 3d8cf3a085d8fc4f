package io.gridbourse.ejb.proof.court;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

/** Challenges of users of this server. */
final class Challenges {
  private final Sql sql;

  Challenges(DataSource database) {
    this.sql = new Sql(database);
  }

  /** A challenge; {@code index} is the ledger's. */
  record Planned(
      String intent,
      DealId deal,
      long index,
      Address challenger,
      Bytes32 digest,
      NanoRlc stake,
      Instant at) {}

  void add(Planned challenge) {
    sql.update(
        "insert into challenge (intent, deal, task_index, challenger, digest, stake, planned_at)"
            + " values (?, ?, ?, ?, ?, ?, ?)",
        challenge.intent(),
        challenge.deal().hex(),
        challenge.index(),
        challenge.challenger().hex(),
        challenge.digest().hex(),
        challenge.stake().units(),
        challenge.at());
  }

  /** Lets one challenge of a task at a time be looked into, until the transaction ends. */
  void lock(DealId deal, long index) {
    sql.list(
        "select pg_advisory_xact_lock(hashtextextended(?, 0))",
        row -> true,
        "challenge:" + deal.hex() + ":" + index);
  }

  /** Challenges of a task, the newest last. */
  List<Planned> of(DealId deal, long index) {
    return sql.list(
        "select * from challenge where deal = ? and task_index = ? order by planned_at, intent",
        Challenges::planned,
        deal.hex(),
        index);
  }

  private static Planned planned(ResultSet row) throws SQLException {
    return new Planned(
        row.getString("intent"),
        new DealId(row.getString("deal")),
        row.getLong("task_index"),
        new Address(row.getString("challenger")),
        new Bytes32(row.getString("digest")),
        new NanoRlc(Sql.integer(row, "stake")),
        Sql.instant(row, "planned_at").orElseThrow());
  }
}
