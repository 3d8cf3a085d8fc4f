package io.gridbourse.ejb.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.BagState;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.ForecastViews.ForecastView;
import io.gridbourse.domain.wire.ForecastViews.ScoreView;
import io.gridbourse.domain.wire.Views.EventView;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.fixtures.TestDatabase;
import io.gridbourse.ejb.fixtures.TestMarket;
import io.gridbourse.ejb.market.App;
import io.gridbourse.ejb.market.BagPromises;
import io.gridbourse.ejb.schedule.promise.AdmitBag;
import io.gridbourse.ejb.schedule.promise.Forecasts;
import io.gridbourse.ejb.schedule.promise.KeepPromises;
import io.gridbourse.ejb.schedule.promise.ReplicateTails;
import io.gridbourse.ejb.settings.PromiseSettings;
import io.gridbourse.ejb.sql.Sql;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Forecasts, their scores, and copies of what is slow, on a node with a real database. */
@Timeout(60)
class KeepPromisesTest {
  private static final PromiseSettings SETTINGS = new PromiseSettings(0.5, 0.9, 0.1);
  private final TestDatabase database = TestDatabase.create();
  private final GridOfOne grid = new GridOfOne(database);
  private final List<EventView> told = new ArrayList<>();
  private final Forecasts forecasts = new Forecasts(database);
  private Instant now = Instant.now();

  @AfterEach
  void close() {
    grid.close();
  }

  @Test
  void aBagIsForecastWhileItRunsAndTheForecastIsScoredAfterwards() throws Exception {
    BagId bag = grid.bag("forecast", 40, 1, 1);
    start(bag);
    KeepPromises keep = keep();
    List<Future<Boolean>> drives = drive(bag);
    WireWorker ann = new WireWorker("ann", GridOfOne.SEPARATOR, WireWorker::truth);
    workUntil(ann, bag, 20);
    now = now.plusSeconds(100);
    keep.round();
    ForecastView half = forecasts.of(bag).orElseThrow();
    assertThat(half.basis()).isEqualTo("PROGRESS");
    assertThat(half.state()).isEqualTo("NONE");
    long done = completed(bag);
    double expected = 100.0 / done * 40;
    assertThat(seconds(half.expected())).isCloseTo(expected, within(expected * 0.05));
    assertThat(half.low90()).isBefore(half.low50());
    assertThat(half.high50()).isBefore(half.high90());
    Future<Boolean> working = grid.work(ann, drives);
    for (Future<Boolean> each : drives) {
      each.get(30, TimeUnit.SECONDS);
    }
    working.get(5, TimeUnit.SECONDS);
    end(bag, 250);
    keep.round();
    List<ScoreView> scores = forecasts.scores(Optional.of("app"));
    assertThat(scores).hasSize(1);
    assertThat(scores.get(0).bags()).isEqualTo(1);
    assertThat(scores.get(0).alpha()).isCloseTo(250 / expected, within(0.05));
    assertThat(scores.get(0).brier()).isNull();
    assertThat(forecasts.scores(Optional.of("other"))).isEmpty();
  }

  @Test
  void aDeadlineThatWillBeMissedIsSaidEarlyAndOnce() throws Exception {
    BagId bag = grid.bag("late", 40, 1, 1);
    start(bag);
    assertThat(drive(bag)).hasSize(1);
    keep().round();
    new Sql(database).update("update bag_promise set deadline = ?", now.plusSeconds(120));
    KeepPromises reads = keep();
    workUntil(new WireWorker("ann", GridOfOne.SEPARATOR, WireWorker::truth), bag, 10);
    now = now.plusSeconds(100);
    reads.round();
    reads.round();
    ForecastView view = forecasts.of(bag).orElseThrow();
    assertThat(view.state()).isEqualTo("AT_RISK");
    assertThat(view.probability()).isLessThan(0.5);
    assertThat(told).hasSize(1);
    assertThat(told.get(0).kind()).isEqualTo("bag.promise");
    assertThat(told.get(0).data()).containsEntry("state", "AT_RISK").containsKey("expected");
    assertThat(Forecasts.sentence(view))
        .hasValueSatisfying(sentence -> assertThat(sentence).contains("will rather be missed"));
    now = now.plusSeconds(30);
    reads.round();
    assertThat(forecasts.of(bag).orElseThrow().state()).isEqualTo("MISSED");
    assertThat(told).hasSize(2);
  }

  @Test
  void theHistoryOfItsKindCalibratesASubmission() {
    Sql sql = new Sql(database);
    for (int i = 0; i < 30; i++) {
      String id = "b-%016x".formatted(i);
      sql.update(
          "insert into bag_promise (bag, app, pool, size_class, tasks, state, ended, decided_at,"
              + " task_seconds) values (?, 'app', ?, 1, 50, 'NONE', true, ?, 2)",
          id,
          Address.ZERO.hex(),
          now.minusSeconds(i));
      sql.update(
          "insert into forecast_note (bag, milestone, said_at, predicted_seconds, median_seconds,"
              + " low50, high50, low90, high90, probability, actual_seconds, in_time)"
              + " values (?, 0, ?, 100, 100, 90, 110, 80, 120, 0.7, ?, true)",
          id,
          now,
          150.0 + i % 3);
    }
    AdmitBag admit = admit();
    grid.presence.heard(
        new WireWorker("ann", GridOfOne.SEPARATOR, WireWorker::truth).worker,
        false,
        Set.of("wasm"),
        Instant.now());
    BagPromises.Judgement safe = admit.judge(spec("1h"), app(), Address.ZERO);
    // 50 tasks of 2 s on one worker, which took one and a half times as long before.
    // It may leave meanwhile, but hardly.
    assertThat(safe.predictedSeconds()).isBetween(100.0, 100.3);
    assertThat(seconds(safe.view().expected())).isCloseTo(151, within(1.5));
    assertThat(safe.view().history()).isEqualTo(30);
    assertThat(safe.view().state()).isEqualTo("ON_TIME");
    assertThat(safe.isUnkeepable()).isFalse();
    BagPromises.Judgement late = admit.judge(spec("120s"), app(), Address.ZERO);
    assertThat(late.view().probability()).isLessThan(0.05);
    assertThat(late.isUnkeepable()).isTrue();
    BagId bag = new BagId("b-00000000000000ff");
    database.run(() -> admit.keep(bag, spec("1h"), Address.ZERO, safe));
    assertThat(forecasts.promised(bag)).contains(safe.view());
    assertThat(forecasts.of(bag)).contains(safe.view());
    ScoreView score = forecasts.scores(Optional.empty()).get(0);
    assertThat(score.bags()).isEqualTo(30);
    assertThat(score.alpha()).isCloseTo(1.51, within(0.011));
    assertThat(score.brier()).isCloseTo(0.09, within(1e-9));
    assertThat(score.coverage90()).isZero();
  }

  @Test
  void nothingIsPromisedOfAnAppThatNobodyKnowsOrThatNobodyRuns() {
    AdmitBag admit = admit();
    BagPromises.Judgement idle = admit.judge(spec("1h"), app(), Address.ZERO);
    assertThat(idle.view().reason()).contains("no worker online");
    assertThat(idle.isUnkeepable()).isTrue();
    grid.presence.heard(
        new WireWorker("ann", GridOfOne.SEPARATOR, WireWorker::truth).worker,
        false,
        Set.of("wasm"),
        Instant.now());
    BagPromises.Judgement unknown = admit.judge(spec("1h"), app(), Address.ZERO);
    assertThat(unknown.view().state()).isEqualTo("UNKNOWN");
    assertThat(unknown.view().expected()).isNull();
    assertThat(unknown.isUnkeepable()).isFalse();
  }

  @Test
  void anIdleWorkerFinishesWhatAStalledOneHolds() throws Exception {
    BagId bag = grid.bag("tail", 30, 1, 1);
    Clock clock = Clock.systemUTC();
    grid.dispatcher.spares(new Copies(grid.dispatcher, new ReplicateTails(SETTINGS, clock), clock));
    List<Future<Boolean>> drives = drive(bag);
    WireWorker slow = new WireWorker("slow", GridOfOne.SEPARATOR, WireWorker::truth);
    while (slow.granted.isEmpty()) {
      grid.round(slow, 100);
    }
    WireWorker quick = new WireWorker("quick", GridOfOne.SEPARATOR, WireWorker::truth);
    Future<Boolean> working = grid.work(quick, drives);
    for (Future<Boolean> each : drives) {
      each.get(30, TimeUnit.SECONDS);
    }
    working.get(5, TimeUnit.SECONDS);
    WorkerWire.Grant held = slow.granted.get(0);
    assertThat(quick.granted)
        .filteredOn(each -> each.first() == held.first())
        .as("the slice that the slow one holds, as a lease of its own")
        .hasSize(1);
    assertThat(quick.granted.stream().mapToInt(WorkerWire.Grant::count).sum()).isEqualTo(30);
    assertThat(
            new Sql(database)
                .first("select sum(count) as n from contribution", row -> row.getLong("n")))
        .contains(30L);
  }

  private KeepPromises keep() {
    return new KeepPromises(
        database,
        database,
        grid.bags,
        grid.dispatcher,
        SETTINGS,
        told::add,
        new Clock() {
          @Override
          public Instant instant() {
            return now;
          }

          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }
        });
  }

  private AdmitBag admit() {
    return new AdmitBag(
        database,
        grid.bags,
        grid.dispatcher,
        grid.presence,
        SETTINGS,
        Clock.fixed(now, ZoneOffset.UTC));
  }

  private static BagSpec spec(String deadline) {
    return TestMarket.spec(
        "apiVersion: gridbourse/v1\nkind: Bag\nspec: {app: {ref: app}, params: {i: {range:"
            + " '1-50'}}, market: {deadline: "
            + deadline
            + "}}");
  }

  private static App app() {
    return new App(
        "app",
        Address.ZERO,
        Address.ZERO,
        "wasm",
        Sha256.of(new byte[0]),
        Optional.empty(),
        Optional.empty(),
        NanoRlc.ZERO,
        App.State.REGISTERED,
        Optional.empty());
  }

  /** Drives a bag, and waits until its tasks can be had. */
  private List<Future<Boolean>> drive(BagId bag) throws InterruptedException {
    List<Future<Boolean>> drives = grid.driveAll(bag);
    while (grid.dispatcher.find(bag).isEmpty()) {
      Thread.sleep(10);
    }
    return drives;
  }

  private void start(BagId bag) {
    new Sql(database).update("update bag set started_at = ? where id = ?", now, bag.text());
  }

  /** The bag's job goes on, and its last partition was decided so many seconds after the start. */
  private void end(BagId bag, long seconds) {
    Sql sql = new Sql(database);
    Instant start = grid.bags.recorded(bag).orElseThrow().startedAt().orElseThrow();
    sql.update(
        "update bag_partition set decided_at = ? where bag = ?",
        start.plus(Duration.ofSeconds(seconds)),
        bag.text());
    grid.bags.move(bag, BagState.RUNNING, BagState.Event.TASKS_DONE, Optional.empty());
  }

  private void workUntil(WireWorker worker, BagId bag, long completed) throws Exception {
    while (completed(bag) < completed) {
      grid.round(worker, 50);
    }
  }

  private long completed(BagId bag) {
    return grid.dispatcher
        .find(bag)
        .map(
            run ->
                run.partitions().stream()
                    .mapToLong(each -> each.look(report -> report.counts().certified()))
                    .sum())
        .orElse(0L);
  }

  private double seconds(Instant at) {
    Instant begun =
        new Sql(database)
            .first("select min(started_at) as s from bag", row -> Sql.instant(row, "s"))
            .flatMap(each -> each)
            .orElse(now);
    return Duration.between(begun, at).toMillis() / 1_000.0;
  }
}
