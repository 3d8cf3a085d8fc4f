package io.gridbourse.ejb.bag;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.ejb.fixtures.MovableClock;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.schedule.NodeName;
import io.gridbourse.ejb.settings.BagSettings;
import io.gridbourse.ejb.sql.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeepBatchHistoryTest {
  private final TestDatabase database = TestDatabase.create();
  private final Sql sql = new Sql(database);
  private final MovableClock clock = new MovableClock();
  private final KeepBatchHistory history =
      new KeepBatchHistory(
          database,
          new BagSettings(256, 16, Duration.ofSeconds(2), 4, Duration.ofDays(7), 16),
          new NodeName("this"),
          clock);

  @Test
  void aContainerThatKeepsItsJobsElsewhereIsLeftAlone() {
    history.purge();
    assertThat(history.abandon()).isZero();
  }

  @Test
  void whatEndedLongAgoIsDeletedWithAllThatBelongsToIt() {
    makeTables();
    execution(1, "COMPLETED", clock.instant().minus(Duration.ofDays(8)));
    execution(2, "STARTED", clock.instant().plus(Duration.ofSeconds(1)));
    execution(3, "COMPLETED", clock.instant().minus(Duration.ofDays(6)));
    history.purge();
    assertThat(ids("select jobinstanceid as id from batch_jobinstancedata"))
        .containsExactly(2L, 3L);
    assertThat(ids("select id from batch_jobstatus")).containsExactly(2L, 3L);
    assertThat(ids("select stepexecid as id from batch_stepexecutioninstancedata"))
        .containsExactly(2L, 3L);
    assertThat(ids("select id from batch_stepstatus")).containsExactly(2L, 3L);
    history.purge();
    assertThat(statuses()).containsExactly("STARTED", "COMPLETED");
  }

  @Test
  void whatADeadNodeLeftRunningIsAbandonedAndLaterDeleted() {
    makeTables();
    execution(1, "STARTED", clock.instant().minus(Duration.ofDays(1)));
    execution(2, "FAILED", clock.instant().minus(Duration.ofDays(1)));
    assertThat(history.abandon()).isEqualTo(1);
    assertThat(statuses()).containsExactly("ABANDONED", "FAILED");
    clock.advance(Duration.ofDays(8));
    history.purge();
    assertThat(statuses()).isEmpty();
  }

  @Test
  void whileAnotherNodeRunsJobsNothingIsAbandoned() {
    makeTables();
    execution(1, "STARTED", clock.instant().minus(Duration.ofSeconds(1)));
    sql.update(
        "insert into bag (id, deal, requester, name, project, app, tasks, spec, state,"
            + " submitted_at, job_node, job_expires) values ('b-1', ?, ?, 'n', '', 'app', 1, '{}',"
            + " 'RUNNING', now(), 'other', now() + interval '1 minute')",
        "0x" + "5a".repeat(32),
        "0x" + "5a".repeat(20));
    assertThat(history.abandon()).isZero();
    sql.update("update bag set job_expires = now() - interval '1 second'");
    assertThat(history.abandon()).isEqualTo(1);
  }

  private List<Long> ids(String query) {
    return sql.list(query + " order by 1", row -> row.getLong("id"));
  }

  private List<String> statuses() {
    return sql.list(
        "select batchstatus from batch_executioninstancedata order by jobexecid",
        row -> row.getString("batchstatus"));
  }

  /** The tables as the container makes them. */
  private void makeTables() {
    for (String table :
        List.of(
            "batch_jobinstancedata (jobinstanceid serial primary key, name varchar(512),"
                + " apptag varchar(512))",
            "batch_executioninstancedata (jobexecid serial primary key, jobinstanceid bigint not"
                + " null references batch_jobinstancedata, createtime timestamp, starttime"
                + " timestamp, endtime timestamp, updatetime timestamp, parameters bytea,"
                + " batchstatus varchar(512), exitstatus varchar(512))",
            "batch_stepexecutioninstancedata (stepexecid serial primary key, jobexecid bigint not"
                + " null references batch_executioninstancedata, batchstatus varchar(512))",
            "batch_jobstatus (id bigint not null references batch_jobinstancedata, obj bytea)",
            "batch_stepstatus (id bigint not null references batch_stepexecutioninstancedata,"
                + " obj bytea)")) {
      sql.update("create table " + table);
    }
  }

  private void execution(long id, String status, Instant updated) {
    sql.update("insert into batch_jobinstancedata values (?, 'bag', 'app')", id);
    sql.update(
        "insert into batch_executioninstancedata (jobexecid, jobinstanceid, createtime, updatetime,"
            + " batchstatus) values (?, ?, ?, ?, ?)",
        id,
        id,
        updated,
        updated,
        status);
    sql.update(
        "insert into batch_stepexecutioninstancedata (stepexecid, jobexecid) values (?, ?)",
        id,
        id);
    sql.update("insert into batch_jobstatus values (?, null)", id);
    sql.update("insert into batch_stepstatus values (?, null)", id);
  }
}
