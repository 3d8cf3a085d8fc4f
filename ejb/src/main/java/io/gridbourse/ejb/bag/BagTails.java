package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.proof.BookReport;
import io.gridbourse.domain.proof.RunningLease;
import io.gridbourse.domain.schedule.promise.TimeLeft;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.SupportViews.SupportWorkerView;
import io.gridbourse.domain.wire.TailViews.StragglerView;
import io.gridbourse.domain.wire.TailViews.TailView;
import io.gridbourse.ejb.pool.StoredWorkers;
import io.gridbourse.ejb.schedule.BagRun;
import io.gridbourse.ejb.schedule.Dispatcher;
import io.gridbourse.ejb.schedule.promise.Forecasts;
import io.gridbourse.ejb.schedule.promise.ReplicateTails;
import io.gridbourse.ejb.schedule.support.SupportQueries;
import io.gridbourse.ejb.settings.PromiseSettings;
import io.gridbourse.ejb.users.User;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Which leases of a bag are slow and what is done about it, how long its tasks take, and how much
 * its tail costs it. Leases are told by the node that runs the bag.
 */
@ApplicationScoped
public class BagTails {
  /** Leases that are shown one by one. */
  static final int SHOWN_MAX = 50;

  private static final double NANOS = 1e9;
  private static final double HALF = 0.5;
  private static final int PERCENT = 100;

  private StoredBags bags;
  private Dispatcher dispatcher;
  private StoredWorkers workers;
  private SupportQueries support;
  private Forecasts forecasts;
  private TaskTimes times;
  private PromiseSettings settings;
  private Clock clock;

  protected BagTails() {}

  /** Tails of the bags in this database. */
  @Inject
  public BagTails(
      DataSource database,
      StoredBags bags,
      Dispatcher dispatcher,
      SupportQueries support,
      Forecasts forecasts,
      PromiseSettings settings,
      Clock clock) {
    this.bags = bags;
    this.dispatcher = dispatcher;
    this.workers = new StoredWorkers(database, clock);
    this.support = support;
    this.forecasts = forecasts;
    this.times = new TaskTimes(database);
    this.settings = settings;
    this.clock = clock;
  }

  /** The tail of a bag; empty if there is no such bag for the user. */
  public Optional<TailView> of(User user, String id) {
    return Bagged.id(id)
        .flatMap(bags::recorded)
        .filter(each -> user.seesAll() || each.bag().requester().equals(user.account()))
        .map(this::view);
  }

  private TailView view(StoredBags.Recorded recorded) {
    BagId id = recorded.bag().id();
    Instant now = clock.instant();
    Optional<BagRun> run = dispatcher.find(id);
    List<StragglerView> leases = run.map(each -> leases(each, now)).orElse(List.of());
    return new TailView(
        id.text(),
        now,
        run.filter(BagRun::isPaceKnown).map(each -> seconds(each.taskTime())).orElse(null),
        leases.size(),
        (int) leases.stream().filter(each -> !each.state().equals("RUNNING")).count(),
        leases.stream()
            .sorted(Comparator.comparingDouble(BagTails::lag).reversed())
            .limit(SHOWN_MAX)
            .toList(),
        times.of(id).orElse(null),
        recorded
            .startedAt()
            .flatMap(started -> forecasts.pace(id, started, recorded.endedAt().orElse(now)))
            .orElse(null));
  }

  /** How many times its expected time a lease has taken; its seconds while nothing is expected. */
  private static double lag(StragglerView lease) {
    return lease.expectedSeconds() == null
        ? lease.seconds()
        : lease.seconds() / lease.expectedSeconds();
  }

  private List<StragglerView> leases(BagRun run, Instant now) {
    Set<String> helpers =
        support.of(run.terms().id()).stream()
            .flatMap(each -> each.workers().stream())
            .map(SupportWorkerView::worker)
            .collect(Collectors.toSet());
    String wait = whyNoCopies(run);
    return run.partitions().stream()
        .flatMap(each -> each.look(BookReport::running).stream())
        .map(lease -> lease(run, lease, helpers.contains(lease.worker().hex()), wait, now))
        .toList();
  }

  /** Why no slow lease is copied at present; empty if one would be. */
  private String whyNoCopies(BagRun run) {
    long tasks = run.terms().bag().spec().tasks();
    double decided = 1 - (double) run.openTasks() / tasks;
    if (settings.tailShare() <= 0) {
      return "this installation copies nothing";
    }
    if (run.freshTasks() > 0) {
      return "%d tasks wait for workers first".formatted(run.freshTasks());
    }
    if (decided < settings.tailFrom()) {
      return String.format(
          Locale.ROOT,
          "copies begin once %.0f %% of the bag are decided, now %.0f %%",
          settings.tailFrom() * PERCENT,
          decided * PERCENT);
    }
    return "";
  }

  private StragglerView lease(
      BagRun run, RunningLease lease, boolean isHelper, String wait, Instant now) {
    double elapsed = Math.max(0, seconds(Duration.between(lease.since(), now)));
    Address worker = lease.worker();
    String name = workers.find(worker).map(each -> each.name()).orElse(null);
    if (!run.isPaceKnown()) {
      return new StragglerView(
          lease.id().toString(),
          worker.hex(),
          name,
          lease.first(),
          lease.count(),
          lease.since(),
          elapsed,
          null,
          null,
          0,
          "RUNNING",
          lease.workers(),
          isHelper,
          "no lease of the bag has come back yet: nothing tells how long it should take");
    }
    double expected = seconds(ReplicateTails.expected(run, lease.count()));
    double left = TimeLeft.USUAL.medianSeconds(expected, elapsed);
    double stalled = TimeLeft.USUAL.stalledAfter(expected, elapsed);
    String state = state(expected, elapsed, stalled);
    return new StragglerView(
        lease.id().toString(),
        worker.hex(),
        name,
        lease.first(),
        lease.count(),
        lease.since(),
        elapsed,
        expected,
        Double.isInfinite(left) ? null : now.plusMillis((long) (left * 1_000)),
        stalled,
        state,
        lease.workers(),
        isHelper,
        sentence(state, expected, elapsed, stalled) + "; " + copies(state, lease.workers(), wait));
  }

  private static String state(double expected, double elapsed, double stalled) {
    if (stalled > HALF) {
      return "STALLED";
    }
    return elapsed > expected * Math.exp(TimeLeft.USUAL.spread()) ? "SLOW" : "RUNNING";
  }

  private static String sentence(String state, double expected, double elapsed, double stalled) {
    String times =
        String.format(Locale.ROOT, "it has taken %.1f s, %.1f s were expected", elapsed, expected);
    return switch (state) {
      case "STALLED" ->
          String.format(
              Locale.ROOT, "%s: its worker has stalled with %.0f %%", times, stalled * PERCENT);
      case "SLOW" -> times + ": it is slow";
      default -> times;
    };
  }

  private static String copies(String state, int atWork, String wait) {
    if (atWork > 1) {
      return atWork + " workers are at it, and the first answer counts";
    }
    if (state.equals("RUNNING")) {
      return "it needs no copy";
    }
    return wait.isEmpty()
        ? "an idle worker gets a copy if that saves more than it costs"
        : "no copy yet: " + wait;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS;
  }
}
