package io.gridbourse.ejb.ledger;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.ledger.AuditAccounts.Discrepancy;
import io.gridbourse.ejb.ledger.AuditAccounts.Place;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** The audits of the accounts, as they are kept. */
@ApplicationScoped
public class Audits {
  /** An audit that runs longer has ended with its node. */
  private static final Duration RUNS_AT_MOST = Duration.ofHours(1);

  private Sql sql;
  private Clock clock;

  protected Audits() {}

  /** The audits in this database. */
  @Inject
  public Audits(DataSource database, Clock clock) {
    this.sql = new Sql(database);
    this.clock = clock;
  }

  /** Why an audit was made. */
  public enum Reason {
    /** Once a day. */
    NIGHTLY,
    /** Somebody asked for it. */
    REQUESTED,
    /** To find out whether frozen payments may go on. */
    THAW
  }

  /**
   * An audit.
   *
   * @param state RUNNING, CLEAN, DIFFERS, or FAILED if it could not be made
   * @param place the block, once it was chosen
   */
  public record Audit(
      long id,
      Reason reason,
      String requestedBy,
      String state,
      Optional<Place> place,
      int accounts,
      Optional<String> detail,
      Instant startedAt,
      Optional<Instant> endedAt) {}

  /** A difference as it is kept. */
  public record Difference(
      String kind, Address account, BigInteger ours, BigInteger theirs, String explanation) {}

  /** Stores that an audit begins. */
  public long begin(Reason reason, String by) {
    return sql.first(
            "insert into account_audit (reason, requested_by, state, started_at)"
                + " values (?, ?, 'RUNNING', ?) returning id",
            row -> row.getLong(1),
            reason,
            by,
            clock.instant())
        .orElseThrow();
  }

  /** Notes at which block, and how many accounts, are compared. */
  public void place(long audit, Place place, int accounts) {
    sql.update(
        "update account_audit set block_number = ?, block_hash = ?, accounts = ? where id = ?",
        place.block(),
        place.hash().hex(),
        accounts,
        audit);
  }

  /** Stores a difference, once. */
  public void differs(long audit, Discrepancy found, String explanation) {
    sql.update(
        "insert into account_difference (audit, kind, account, ours, theirs, explanation)"
            + " values (?, ?, ?, ?, ?, ?) on conflict do nothing",
        audit,
        found.kind(),
        found.account().hex(),
        found.ours(),
        found.theirs(),
        explanation);
  }

  /** Ends a running audit. */
  public void end(long audit, String state, Optional<String> detail) {
    sql.update(
        "update account_audit set state = ?, detail = ?, ended_at = ?"
            + " where id = ? and state = 'RUNNING'",
        state,
        detail,
        clock.instant(),
        audit);
  }

  /** Ends audits whose node ended before them. */
  public void endAbandoned() {
    sql.update(
        "update account_audit set state = 'FAILED', detail = 'its server ended before it',"
            + " ended_at = ? where state = 'RUNNING' and started_at < ?",
        clock.instant(),
        clock.instant().minus(RUNS_AT_MOST));
  }

  /** An audit. */
  public Optional<Audit> find(long id) {
    return sql.first("select * from account_audit where id = ?", Audits::audit, id);
  }

  /** The differences that an audit found. */
  public List<Difference> differences(long audit) {
    return sql.list(
        "select * from account_difference where audit = ? order by account, kind",
        row ->
            new Difference(
                row.getString("kind"),
                new Address(row.getString("account")),
                Sql.integer(row, "ours"),
                Sql.integer(row, "theirs"),
                row.getString("explanation")),
        audit);
  }

  /**
   * Audits, the newest first.
   *
   * @param before id of the last one of the page before
   */
  public List<Audit> list(OptionalLong before, int limit) {
    return sql.list(
        "select * from account_audit where id < ? order by id desc limit ?",
        Audits::audit,
        before.orElse(Long.MAX_VALUE),
        limit);
  }

  /** When the last audit of the night began. */
  public Optional<Instant> lastNightly() {
    return sql.first(
            "select max(started_at) as last from account_audit where reason = 'NIGHTLY'",
            row -> Sql.instant(row, "last"))
        .flatMap(last -> last);
  }

  private static Audit audit(ResultSet row) throws SQLException {
    Optional<Place> place =
        row.getString("block_hash") == null
            ? Optional.empty()
            : Optional.of(
                new Place(row.getLong("block_number"), new Bytes32(row.getString("block_hash"))));
    return new Audit(
        row.getLong("id"),
        Reason.valueOf(row.getString("reason")),
        row.getString("requested_by"),
        row.getString("state"),
        place,
        row.getInt("accounts"),
        Optional.ofNullable(row.getString("detail")),
        Sql.instant(row, "started_at").orElseThrow(),
        Sql.instant(row, "ended_at"));
  }
}
