package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagState;
import io.gridbourse.domain.wire.Views.EventView;
import io.gridbourse.ejb.schedule.NodeName;
import io.gridbourse.ejb.settings.BagSettings;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Which node runs the job of which bag. A job is started where its row could be claimed; the claim
 * is renewed while the job runs, so that another node starts a new execution when it ends early.
 */
@ApplicationScoped
public class BagJobs {
  private static final Duration TERM = Duration.ofSeconds(10);

  /** Jobs that only wait for the ledger, beside those that compute. */
  private static final int SETTLING_MAX = 32;

  /** What is known cannot be insured: a bag that wants it starts when it is, or is declined. */
  private static final String NOT_ABOUT_TO_BE_INSURED =
      " and not exists (select 1 from insurance_wish w where w.bag = bag.id and w.state in"
          + " ('WANTED', 'APPROVING', 'SENT'))";

  private final Set<BagId> mine = ConcurrentHashMap.newKeySet();
  private Sql sql;
  private BagSettings settings;
  private NodeName node;
  private Consumer<EventView> told;
  private Clock clock;

  protected BagJobs() {}

  /** Jobs of the bags in this database. */
  @Inject
  public BagJobs(
      DataSource database,
      BagSettings settings,
      NodeName node,
      Event<EventView> events,
      Clock clock) {
    this(database, settings, node, (Consumer<EventView>) events::fire, clock);
  }

  /** Jobs of the bags in this database; {@code told} hears of bags' states. */
  public BagJobs(
      DataSource database,
      BagSettings settings,
      NodeName node,
      Consumer<EventView> told,
      Clock clock) {
    this.sql = new Sql(database);
    this.settings = settings;
    this.node = node;
    this.told = told;
    this.clock = clock;
  }

  /** Claims the next bag whose job is to be started here; the oldest first. */
  public Optional<BagId> claim() {
    if (mine.size() >= settings.runningMax() + SETTLING_MAX) {
      return Optional.empty();
    }
    return claimAbandoned().or(this::claimQueued);
  }

  private Optional<BagId> claimAbandoned() {
    return claim(
        "select id from bag where state in ('RUNNING', 'SETTLING')"
            + " and (job_node is null or job_expires < clock_timestamp())");
  }

  private Optional<BagId> claimQueued() {
    int running =
        sql.first(
                "select count(*) as bags from bag where state = 'RUNNING'",
                row -> row.getInt("bags"))
            .orElse(0);
    Optional<BagId> claimed =
        running >= settings.runningMax()
            ? Optional.empty()
            : claim(
                "select id from bag where state = 'QUEUED'"
                    + " and (job_node is null or job_expires < clock_timestamp())"
                    + NOT_ABOUT_TO_BE_INSURED);
    claimed.ifPresent(
        id ->
            told.accept(
                new EventView(
                    0, clock.instant(), "bag.state", id.text(), Map.of("state", "RUNNING"))));
    return claimed;
  }

  private Optional<BagId> claim(String candidates) {
    String running = BagState.QUEUED.on(BagState.Event.JOB_STARTED).orElseThrow().name();
    Optional<BagId> claimed =
        sql.first(
            "update bag set job_node = ?, runs = runs + 1,"
                + " job_expires = clock_timestamp() + ? * interval '1 millisecond',"
                + " started_at = coalesce(started_at, ?), reason = null,"
                + " state = case state when 'QUEUED' then ? else state end where id = ("
                + candidates
                + " order by submitted_at, id limit 1 for update skip locked) returning id",
            row -> new BagId(row.getString("id")),
            node.text(),
            TERM.toMillis(),
            clock.instant(),
            running);
    claimed.ifPresent(mine::add);
    return claimed;
  }

  /** Renews the claims on all jobs that run here. */
  public void renew() {
    List<String> ids = mine.stream().map(BagId::text).toList();
    if (!ids.isEmpty()) {
      sql.update(
          "update bag set job_expires = clock_timestamp() + ? * interval '1 millisecond'"
              + " where job_node = ? and id = any(string_to_array(?, ' '))",
          TERM.toMillis(),
          node.text(),
          String.join(" ", ids));
    }
  }

  /**
   * A job ended, well or not: if its bag has not ended, a new execution may start; when this cannot
   * be noted, because the database is away, once the claim has run out.
   */
  public void ended(BagId id) {
    mine.remove(id);
    sql.update(
        "update bag set job_node = null, job_expires = null where id = ? and job_node = ?",
        id.text(),
        node.text());
  }

  /** Whether the job of a bag runs here. */
  public boolean isMine(BagId id) {
    return mine.contains(id);
  }
}
