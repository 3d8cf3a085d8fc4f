package io.gridbourse.ejb.schedule.promise;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.schedule.promise.Forecast;
import io.gridbourse.domain.schedule.promise.Prediction;
import io.gridbourse.domain.schedule.promise.Progress;
import io.gridbourse.domain.schedule.promise.ProgressBytes;
import io.gridbourse.domain.wire.ForecastViews.ForecastView;
import io.gridbourse.ejb.sql.Sql;
import io.gridbourse.ejb.start.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.sql.DataSource;

/** Promises of bags, their samples, and what was said of them, in the database. */
final class StoredPromises {
  /** Past bags of one kind that count. */
  static final int HISTORY_MAX = 200;

  private final Sql sql;

  StoredPromises(DataSource database) {
    this.sql = new Sql(database);
  }

  /** A promise as it is stored. */
  record Stored(
      BagId bag,
      Kind kind,
      long tasks,
      Optional<Instant> deadline,
      String state,
      Optional<ForecastView> admitted,
      Optional<ForecastView> forecast,
      List<Progress.Sample> samples,
      boolean ended) {}

  /** What was said of a bag at a milestone. */
  record Note(
      int milestone, double predictedSeconds, Forecast forecast, OptionalDouble probability) {}

  /** Begins to keep a bag's promise; nothing happens if that has begun. */
  boolean open(
      BagId bag, Kind kind, long tasks, Optional<Instant> deadline, Optional<ForecastView> said) {
    return sql.update(
            "insert into bag_promise (bag, app, pool, size_class, tasks, deadline, state, admitted,"
                + " forecast) values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
            bag.text(),
            kind.app(),
            kind.pool(),
            kind.sizeClass(),
            tasks,
            deadline,
            said.map(ForecastView::state).orElse("NONE"),
            said.map(StoredPromises::json),
            said.map(StoredPromises::json))
        == 1;
  }

  Optional<Stored> find(BagId bag) {
    return sql.first("select * from bag_promise where bag = ?", StoredPromises::stored, bag.text());
  }

  /** Keeps how a bag went and what is said of it now. */
  void save(BagId bag, List<Progress.Sample> samples, ForecastView forecast) {
    sql.update(
        "update bag_promise set samples = ?, forecast = ?, state = ? where bag = ? and not ended",
        ProgressBytes.write(samples),
        json(forecast),
        forecast.state(),
        bag.text());
  }

  /** Notes what was said at a milestone; what was noted before stays. */
  void note(BagId bag, Note note, Instant now) {
    Forecast.Interval half = note.forecast.interval(0.5);
    Forecast.Interval most = note.forecast.interval(0.9);
    sql.update(
        "insert into forecast_note (bag, milestone, said_at, predicted_seconds, median_seconds,"
            + " low50, high50, low90, high90, probability) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " on conflict do nothing",
        bag.text(),
        note.milestone,
        now,
        note.predictedSeconds,
        note.forecast.medianSeconds(),
        half.low(),
        half.high(),
        most.low(),
        most.high(),
        note.probability.isPresent() ? note.probability.getAsDouble() : null);
  }

  /** Bags whose tasks may all be decided, and whose end is not noted. */
  List<BagId> ending(int limit) {
    return sql.list(
        "select p.bag from bag_promise p join bag b on b.id = p.bag where not p.ended"
            + " and b.state in ('SETTLING', 'COMPLETED', 'FAILED', 'CANCELLED')"
            + " order by p.bag limit ?",
        row -> new BagId(row.getString("bag")),
        limit);
  }

  /** When the last partition of a bag was decided; empty if it was cancelled or never ran. */
  Optional<Instant> decidedAt(BagId bag) {
    return sql.first(
            "select max(p.decided_at) as decided_at, bool_and(p.decided_at is not null) as all_are"
                + " from bag_partition p join bag b on b.id = p.bag"
                + " where p.bag = ? and not b.cancel_requested",
            row ->
                row.getBoolean("all_are")
                    ? Sql.instant(row, "decided_at")
                    : Optional.<Instant>empty(),
            bag.text())
        .flatMap(each -> each);
  }

  /** Notes the end of a bag; true for the one that is first. */
  boolean end(BagId bag, Optional<Instant> decidedAt, ForecastView last) {
    return sql.update(
            "update bag_promise set ended = true, decided_at = ?, forecast = ?, state = ?,"
                + " task_seconds = (select sum(task_millis) / 1000 / nullif(sum(count), 0)"
                + " from contribution where bag = ?) where bag = ? and not ended",
            decidedAt,
            json(last),
            last.state(),
            bag.text(),
            bag.text())
        == 1;
  }

  /** Notes what came: seconds since the submission for milestone 0, since the start for others. */
  void actual(BagId bag, double sinceSubmission, double sinceStart, Optional<Boolean> inTime) {
    sql.update(
        "update forecast_note set actual_seconds = case when milestone = 0 then ? else ? end,"
            + " in_time = ? where bag = ?",
        sinceSubmission,
        sinceStart,
        inTime,
        bag.text());
  }

  /**
   * What was predicted at a milestone of earlier bags and what came, the newest first: of the same
   * kind, or, while there is none, of all sizes of the app.
   */
  List<Prediction.Past> history(Kind kind, int milestone) {
    List<Prediction.Past> same = history(kind, milestone, "and p.size_class = " + kind.sizeClass());
    return same.isEmpty() ? history(kind, milestone, "") : same;
  }

  private List<Prediction.Past> history(Kind kind, int milestone, String size) {
    return sql.list(
        "select n.predicted_seconds, n.actual_seconds from forecast_note n"
            + " join bag_promise p on p.bag = n.bag where p.app = ? and p.pool = ?"
            + " and n.milestone = ? and n.actual_seconds is not null "
            + size
            + " order by p.decided_at desc limit "
            + HISTORY_MAX,
        row ->
            new Prediction.Past(
                row.getDouble("predicted_seconds"), row.getDouble("actual_seconds")),
        kind.app(),
        kind.pool(),
        milestone);
  }

  /** Seconds that a task of an app took lately, the mean over its last ten bags. */
  OptionalDouble taskSeconds(String app) {
    return sql.first(
            "select avg(task_seconds) as mean from (select task_seconds from bag_promise"
                + " where app = ? and task_seconds is not null order by decided_at desc limit 10) t",
            row -> {
              double mean = row.getDouble("mean");
              return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(mean);
            },
            app)
        .orElse(OptionalDouble.empty());
  }

  /** A row of the scores. */
  record Scored(
      Kind kind,
      int milestone,
      Prediction.Past past,
      double median,
      Forecast.Interval within50,
      Forecast.Interval within90,
      OptionalDouble probability,
      boolean inTime) {}

  /** What was said of bags that have ended, and what came; the newest {@code limit}. */
  List<Scored> scored(Optional<String> app, int limit) {
    return sql.list(
        "select p.app, p.pool, p.size_class, n.* from forecast_note n join bag_promise p"
            + " on p.bag = n.bag where n.actual_seconds is not null"
            + " and (?::text is null or p.app = ?)"
            + " order by p.decided_at desc, n.bag, n.milestone limit ?",
        StoredPromises::scored,
        app,
        app,
        limit);
  }

  private static Scored scored(ResultSet row) throws SQLException {
    double probability = row.getDouble("probability");
    boolean isJudged = !row.wasNull();
    boolean inTime = row.getBoolean("in_time");
    isJudged &= !row.wasNull();
    return new Scored(
        new Kind(row.getString("app"), row.getString("pool"), row.getInt("size_class")),
        row.getInt("milestone"),
        new Prediction.Past(row.getDouble("predicted_seconds"), row.getDouble("actual_seconds")),
        row.getDouble("median_seconds"),
        new Forecast.Interval(row.getDouble("low50"), row.getDouble("high50")),
        new Forecast.Interval(row.getDouble("low90"), row.getDouble("high90")),
        isJudged ? OptionalDouble.of(probability) : OptionalDouble.empty(),
        inTime);
  }

  private static Stored stored(ResultSet row) throws SQLException {
    return new Stored(
        new BagId(row.getString("bag")),
        new Kind(row.getString("app"), row.getString("pool"), row.getInt("size_class")),
        row.getLong("tasks"),
        Sql.instant(row, "deadline"),
        row.getString("state"),
        view(row.getString("admitted")),
        view(row.getString("forecast")),
        new ArrayList<>(ProgressBytes.read(row.getBytes("samples"))),
        row.getBoolean("ended"));
  }

  private static String json(ForecastView view) {
    try {
      return Json.mapper().writeValueAsString(view);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a forecast cannot be written", e);
    }
  }

  private static Optional<ForecastView> view(String json) {
    try {
      return json == null
          ? Optional.empty()
          : Optional.of(Json.mapper().readValue(json, ForecastView.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored forecast cannot be read", e);
    }
  }
}
