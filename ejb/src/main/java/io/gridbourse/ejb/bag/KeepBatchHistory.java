package io.gridbourse.ejb.bag;

import io.gridbourse.ejb.schedule.NodeName;
import io.gridbourse.ejb.settings.BagSettings;
import io.gridbourse.ejb.sql.Sql;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Keeps the tables in which the container notes executions of jobs small and true. They are
 * history: what a bag did is in its own rows. Jobs that a dead node left running are ABANDONED when
 * a server starts, and what ended longer ago than the history is kept is deleted.
 */
@Singleton
@Startup
@DependsOn("MigrateDatabase")
public class KeepBatchHistory {
  private static final Logger LOG = Logger.getLogger(KeepBatchHistory.class.getName());

  /** Jobs that one transaction deletes, so that none takes long. */
  private static final int JOBS_MAX = 10_000;

  private static final String OLD_JOBS =
      "select jobinstanceid from batch_executioninstancedata group by jobinstanceid"
          + " having max(updatetime) < ? and bool_and(batchstatus in"
          + " ('COMPLETED', 'FAILED', 'STOPPED', 'ABANDONED'))"
          + " order by jobinstanceid limit "
          + JOBS_MAX;
  private static final String OLD = "(select unnest(string_to_array(?, ',')::bigint[]))";
  private static final String OLD_STEPS =
      "(select s.stepexecid from batch_stepexecutioninstancedata s"
          + " join batch_executioninstancedata e on e.jobexecid = s.jobexecid"
          + " where e.jobinstanceid in "
          + OLD
          + ")";

  private Sql sql;
  private BagSettings settings;
  private NodeName node;
  private Clock clock;
  private Instant started;

  protected KeepBatchHistory() {}

  /** The history in this database. */
  @Inject
  public KeepBatchHistory(DataSource database, BagSettings settings, NodeName node, Clock clock) {
    this.sql = new Sql(database);
    this.settings = settings;
    this.node = node;
    this.clock = clock;
    // The container makes its proxy by this constructor too, and has nothing to give it then.
    this.started = clock == null ? Instant.EPOCH : clock.instant();
  }

  /** Runs before any job is started here. */
  @PostConstruct
  void start() {
    int abandoned = abandon();
    if (abandoned > 0) {
      LOG.info(() -> "jobs of a node that ended were abandoned executions=" + abandoned);
    }
  }

  /**
   * Marks executions from before this node's start ABANDONED that a dead node left running. While
   * another node runs jobs, nobody can tell which are its own, and all are left.
   *
   * @return how many
   */
  public int abandon() {
    boolean others =
        sql.first(
                "select 1 from bag where job_node <> ? and job_expires > clock_timestamp()",
                row -> true,
                node.text())
            .isPresent();
    return others || !hasHistory()
        ? 0
        : sql.update(
            "update batch_executioninstancedata set batchstatus = 'ABANDONED', updatetime = ?"
                + " where batchstatus in ('STARTING', 'STARTED', 'STOPPING') and createtime < ?",
            clock.instant(),
            started);
  }

  /** Runs every hour. */
  @Schedule(hour = "*", minute = "43", persistent = false)
  public void purge() {
    if (!hasHistory()) {
      return;
    }
    // A claim of the dead may have outlived the start of this node by some seconds.
    abandon();
    List<String> jobs =
        sql.list(
            OLD_JOBS,
            row -> row.getString("jobinstanceid"),
            clock.instant().minus(settings.historyKept()));
    if (jobs.isEmpty()) {
      return;
    }
    String ids = String.join(",", jobs);
    sql.update("delete from batch_stepstatus where id in " + OLD_STEPS, ids);
    sql.update("delete from batch_stepexecutioninstancedata where stepexecid in " + OLD_STEPS, ids);
    sql.update("delete from batch_executioninstancedata where jobinstanceid in " + OLD, ids);
    sql.update("delete from batch_jobstatus where id in " + OLD, ids);
    sql.update("delete from batch_jobinstancedata where jobinstanceid in " + OLD, ids);
    LOG.info(() -> "old executions of jobs were deleted jobs=" + jobs.size());
  }

  /** A server whose container keeps its jobs elsewhere has no such tables. */
  private boolean hasHistory() {
    return sql.first(
            "select to_regclass('batch_executioninstancedata') is not null as is_there",
            row -> row.getBoolean("is_there"))
        .orElse(false);
  }
}
