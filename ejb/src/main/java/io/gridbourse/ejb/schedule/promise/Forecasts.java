package io.gridbourse.ejb.schedule.promise;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.schedule.promise.ForecastScore;
import io.gridbourse.domain.schedule.promise.Prediction;
import io.gridbourse.domain.schedule.promise.Progress;
import io.gridbourse.domain.schedule.promise.Tail;
import io.gridbourse.domain.wire.ForecastViews.ForecastView;
import io.gridbourse.domain.wire.ForecastViews.ScoreView;
import io.gridbourse.domain.wire.TailViews.PaceView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** What is asked about forecasts. */
@ApplicationScoped
public class Forecasts {
  /** Forecasts that are looked at for scores, the newest. */
  private static final int SCORED_MAX = 10_000;

  private static final int PERCENT = 100;
  private static final double MILLIS = 1_000;

  private StoredPromises promises;

  protected Forecasts() {}

  /** Forecasts in this database. */
  @Inject
  public Forecasts(DataSource database) {
    this.promises = new StoredPromises(database);
  }

  /** What is said of a bag's end; empty if nothing was ever said. */
  public Optional<ForecastView> of(BagId bag) {
    return promises.find(bag).flatMap(StoredPromises.Stored::forecast);
  }

  /** What was said of a bag's end when it was submitted; empty if nothing was. */
  public Optional<ForecastView> promised(BagId bag) {
    return promises.find(bag).flatMap(StoredPromises.Stored::admitted);
  }

  /**
   * How long a bag took against one without a tail; empty before nine tenths of it are done, or
   * where nothing tells when they were.
   *
   * @param until its end, or now
   */
  public Optional<PaceView> pace(BagId bag, Instant startedAt, Instant until) {
    return promises.find(bag).flatMap(stored -> pace(bag, stored, startedAt, until));
  }

  private Optional<PaceView> pace(
      BagId bag, StoredPromises.Stored stored, Instant startedAt, Instant until) {
    double body = Progress.of(stored.tasks(), stored.samples()).completedAt(Tail.BODY);
    Instant end = promises.decidedAt(bag).orElse(until);
    double seconds = Duration.between(startedAt, end).toMillis() / MILLIS;
    if (!(body > 0) || seconds < body) {
      return Optional.empty();
    }
    double ideal = Tail.idealSeconds(body);
    return Optional.of(new PaceView(body, ideal, seconds, Tail.slowdown(seconds, ideal)));
  }

  /** How a deadline stands, in a sentence; empty without a deadline. */
  public static Optional<String> sentence(ForecastView view) {
    if (view.deadline() == null) {
      return Optional.empty();
    }
    String expected =
        view.expected() == null
            ? view.reason()
            : "its end is expected at %s, in time with a probability of %.0f %%"
                .formatted(
                    view.expected().truncatedTo(ChronoUnit.SECONDS),
                    view.probability() == null ? 0 : view.probability() * PERCENT);
    String deadline = "its deadline " + view.deadline();
    return Optional.of(
        switch (PromiseState.valueOf(view.state())) {
          case NONE, UNKNOWN -> deadline + " is neither safe nor at risk: " + expected;
          case ON_TIME -> deadline + " will rather be kept: " + expected;
          case AT_RISK -> deadline + " will rather be missed: " + expected;
          case MISSED -> deadline + " was missed: " + view.reason();
          case KEPT -> deadline + " was kept: " + view.reason();
        });
  }

  /** How good forecasts were, by kind of bag and milestone. */
  public List<ScoreView> scores(Optional<String> app) {
    Map<Group, List<StoredPromises.Scored>> groups = new LinkedHashMap<>();
    promises
        .scored(app, SCORED_MAX)
        .forEach(
            each ->
                groups
                    .computeIfAbsent(
                        new Group(each.kind(), each.milestone()), k -> new ArrayList<>())
                    .add(each));
    return groups.entrySet().stream()
        .map(each -> score(each.getKey(), each.getValue()))
        .sorted(
            Comparator.comparing(ScoreView::app)
                .thenComparing(ScoreView::pool)
                .thenComparing(ScoreView::sizeClass)
                .thenComparing(ScoreView::milestone))
        .toList();
  }

  private record Group(Kind kind, int milestone) {}

  private static ScoreView score(Group group, List<StoredPromises.Scored> rows) {
    ForecastScore score = new ForecastScore();
    for (StoredPromises.Scored row : rows) {
      score.add(
          new ForecastScore.Said(row.median(), row.within50(), row.within90()),
          row.past().actualSeconds());
      row.probability().ifPresent(probability -> score.judge(probability, row.inTime()));
    }
    return new ScoreView(
        group.kind.app(),
        group.kind.pool(),
        group.kind.sizeClass(),
        group.milestone,
        score.count(),
        Prediction.alpha(rows.stream().map(StoredPromises.Scored::past).toList()),
        score.relativeError(),
        score.judged(),
        score.judged() == 0 ? null : score.brier(),
        score.coverage50(),
        score.coverage90(),
        score.withinOneFifth());
  }
}
