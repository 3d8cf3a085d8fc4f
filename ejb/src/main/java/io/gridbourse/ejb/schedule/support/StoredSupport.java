package io.gridbourse.ejb.schedule.support;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.SupportWish;
import io.gridbourse.domain.schedule.promise.Progress;
import io.gridbourse.domain.schedule.promise.ProgressBytes;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.SupportViews.SupportView;
import io.gridbourse.domain.wire.SupportViews.SupportWorkerView;
import io.gridbourse.ejb.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The support of bags and its workers, in the database. */
final class StoredSupport {
  private final Sql sql;

  StoredSupport(DataSource database) {
    this.sql = new Sql(database);
  }

  /** The support of a bag that has not ended. */
  record Open(
      BagId bag,
      SupportWish wish,
      boolean isStarted,
      long creditsLeft,
      String bagState,
      long tasks,
      String pool,
      Optional<Instant> startedAt,
      List<Progress.Sample> samples) {
    /** Whether the bag's tasks are being computed. */
    boolean isRunning() {
      return bagState.equals("RUNNING");
    }

    /** Whether nothing is to be computed any more. */
    boolean isOver() {
      return List.of("SETTLING", "COMPLETED", "FAILED", "CANCELLED").contains(bagState);
    }
  }

  /** How far a supporting worker is. */
  enum State {
    /** Ordered; whether it runs is not known. */
    STARTING,
    RUNNING,
    /** Told to leave. */
    STOPPING,
    STOPPED,
    /** It could not be started. */
    FAILED
  }

  /** A supporting worker that is not gone. */
  record Supporter(
      String id,
      BagId bag,
      String provisioner,
      Optional<String> handle,
      State state,
      Instant orderedAt,
      Optional<Instant> paidUntil,
      Optional<Instant> stoppingSince,
      Optional<Address> worker) {}

  void add(BagId bag, StoredCredits.Account account, SupportWish wish) {
    sql.update(
        "insert into bag_support (bag, owner, project, credits, credits_left, trigger_rule, sizing,"
            + " deployment, state) values (?, ?, ?, ?, ?, ?, ?, ?, 'WAITING')",
        bag.text(),
        account.owner().hex(),
        account.project(),
        wish.credits(),
        wish.credits(),
        wish.trigger(),
        wish.sizing(),
        wish.deployment());
  }

  List<Open> open() {
    return sql.list(
        "select s.*, b.state as bag_state, b.tasks, b.started_at as bag_started, p.samples, p.pool"
            + " from bag_support s join bag b on b.id = s.bag"
            + " left join bag_promise p on p.bag = s.bag where s.state <> 'ENDED' order by s.bag",
        StoredSupport::opened);
  }

  /** Starts the support of a bag; true for the one call that is first. */
  boolean start(BagId bag, long workers, Instant now) {
    return sql.update(
            "update bag_support set state = 'STARTED', workers = ?, started_at = ?"
                + " where bag = ? and state = 'WAITING'",
            workers,
            now,
            bag.text())
        == 1;
  }

  /** Ends the support of a bag; true for the one call that is first. */
  boolean end(BagId bag, String reason, Instant now) {
    return sql.update(
            "update bag_support set state = 'ENDED', ended_at = ?, reason = ?"
                + " where bag = ? and state <> 'ENDED'",
            now,
            reason,
            bag.text())
        == 1;
  }

  void order(String id, BagId bag, String provisioner, byte[] tokenHash, Instant now) {
    sql.update(
        "insert into support_worker (id, bag, provisioner, token_hash, state, ordered_at)"
            + " values (?, ?, ?, ?, 'STARTING', ?)",
        id,
        bag.text(),
        provisioner,
        tokenHash,
        now);
  }

  List<Supporter> helpers() {
    return sql.list(
        "select w.*, t.used_by from support_worker w left join enrolment_token t"
            + " on t.hash = w.token_hash where w.state in ('STARTING', 'RUNNING', 'STOPPING')"
            + " order by w.ordered_at, w.id",
        StoredSupport::helper);
  }

  /** A worker runs; it is paid until then. */
  void running(String id, String handle, Instant paidUntil) {
    sql.update(
        "update support_worker set state = 'RUNNING', handle = ?, paid = paid + 1, paid_until = ?"
            + " where id = ? and state = 'STARTING'",
        handle,
        paidUntil,
        id);
  }

  /** Another period is paid; false if it is no longer the one that was looked at. */
  boolean paid(Supporter helper, Instant until) {
    return sql.update(
            "update support_worker set paid = paid + 1, paid_until = ?"
                + " where id = ? and state = 'RUNNING' and paid_until = ?",
            until,
            helper.id,
            helper.paidUntil)
        == 1;
  }

  /** A worker is told to leave; a handle that was not noted yet is noted. */
  void stopping(String id, Optional<String> handle, String detail, Instant now) {
    sql.update(
        "update support_worker set state = 'STOPPING', handle = coalesce(handle, ?),"
            + " stopped_at = ?, detail = ? where id = ? and state in ('STARTING', 'RUNNING')",
        handle,
        now,
        detail,
        id);
  }

  void gone(String id, State state, Optional<String> detail, Instant now) {
    sql.update(
        "update support_worker set state = ?, stopped_at = ?, detail = coalesce(?, detail)"
            + " where id = ? and state in ('STARTING', 'RUNNING', 'STOPPING')",
        state,
        now,
        detail,
        id);
  }

  Optional<SupportView> view(BagId bag) {
    return sql.first(
        "select * from bag_support where bag = ?", row -> view(row, workers(bag)), bag.text());
  }

  private List<SupportWorkerView> workers(BagId bag) {
    return sql.list(
        "select w.*, t.used_by from support_worker w left join enrolment_token t"
            + " on t.hash = w.token_hash where w.bag = ? order by w.ordered_at, w.id",
        row ->
            new SupportWorkerView(
                row.getString("id"),
                row.getString("provisioner"),
                row.getString("handle"),
                row.getString("used_by"),
                row.getString("state"),
                Sql.instant(row, "ordered_at").orElseThrow(),
                Sql.instant(row, "stopped_at").orElse(null),
                row.getLong("paid"),
                row.getString("detail")),
        bag.text());
  }

  private static SupportView view(ResultSet row, List<SupportWorkerView> workers)
      throws SQLException {
    return new SupportView(
        row.getString("project"),
        row.getLong("credits"),
        row.getLong("credits_left"),
        row.getString("trigger_rule"),
        row.getString("sizing"),
        row.getString("deployment"),
        row.getString("state"),
        Sql.instant(row, "started_at").orElse(null),
        Sql.instant(row, "ended_at").orElse(null),
        row.getString("reason"),
        workers);
  }

  private static Open opened(ResultSet row) throws SQLException {
    byte[] samples = row.getBytes("samples");
    return new Open(
        new BagId(row.getString("bag")),
        new SupportWish(
            row.getLong("credits"),
            row.getString("trigger_rule"),
            row.getString("sizing"),
            row.getString("deployment")),
        row.getString("state").equals("STARTED"),
        row.getLong("credits_left"),
        row.getString("bag_state"),
        row.getLong("tasks"),
        Optional.ofNullable(row.getString("pool")).orElse(""),
        Sql.instant(row, "bag_started"),
        samples == null ? List.of() : ProgressBytes.read(samples));
  }

  private static Supporter helper(ResultSet row) throws SQLException {
    State state = State.valueOf(row.getString("state"));
    return new Supporter(
        row.getString("id"),
        new BagId(row.getString("bag")),
        row.getString("provisioner"),
        Optional.ofNullable(row.getString("handle")),
        state,
        Sql.instant(row, "ordered_at").orElseThrow(),
        Sql.instant(row, "paid_until"),
        state == State.STOPPING ? Sql.instant(row, "stopped_at") : Optional.empty(),
        Optional.ofNullable(row.getString("used_by")).map(Address::new));
  }
}
