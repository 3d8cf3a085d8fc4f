package io.gridbourse.ejb.schedule.promise;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.BagState;
import io.gridbourse.domain.bag.Bags;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.proof.PocoRule;
import io.gridbourse.domain.schedule.promise.Forecast;
import io.gridbourse.domain.schedule.promise.Prediction;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.market.App;
import io.gridbourse.ejb.market.BagPromises;
import io.gridbourse.ejb.pool.Presence;
import io.gridbourse.ejb.schedule.BagRun;
import io.gridbourse.ejb.schedule.Dispatcher;
import io.gridbourse.ejb.settings.PromiseSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.sql.DataSource;

/**
 * Says at its submission when a bag will end: the work ahead of it and its own, shared by the
 * workers online, times what such predictions were off for earlier bags of its kind.
 */
@ApplicationScoped
public class AdmitBag implements BagPromises {
  private static final int AHEAD_MAX = 200;
  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;

  /** Ten years: who is there then nobody knows better. */
  private static final double MILLIS_MAX = 3.2e11;

  private static final double WORKERS_MIN = 0.01;

  /** The time depends on the workers, which depend on the time; each step halves what is off. */
  private static final int ITERATIONS = 20;

  private static final long FRESH_WEIGHT = 2;
  private StoredPromises promises;
  private Bags bags;
  private Dispatcher dispatcher;
  private Presence presence;
  private PromiseSettings settings;
  private Clock clock;

  protected AdmitBag() {}

  /** The use case with all that it needs. */
  @Inject
  public AdmitBag(
      DataSource database,
      Bags bags,
      Dispatcher dispatcher,
      Presence presence,
      PromiseSettings settings,
      Clock clock) {
    this.promises = new StoredPromises(database);
    this.bags = bags;
    this.dispatcher = dispatcher;
    this.presence = presence;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public Judgement judge(BagSpec spec, App app, Address pool) {
    Instant now = clock.instant();
    Optional<Instant> deadline = spec.market().promise().deadline(now);
    int workers = presence.online(app.driver()).size();
    OptionalDouble taskSeconds = taskSeconds(spec.app());
    if (workers == 0 || taskSeconds.isEmpty()) {
      Said nothing = new Said(now, now, Optional.empty(), deadline, 0);
      boolean isIdle = workers == 0 && deadline.isPresent();
      PromiseState state =
          deadline.isEmpty()
              ? PromiseState.NONE
              : isIdle ? PromiseState.AT_RISK : PromiseState.UNKNOWN;
      return new Judgement(
          nothing.view("NONE", state, unknown(spec, app, workers)), 0, Optional.empty(), isIdle);
    }
    double present = present(spec, app.driver(), taskSeconds.getAsDouble());
    double predicted = predicted(spec, taskSeconds.getAsDouble(), present);
    List<Prediction.Past> history =
        promises.history(Kind.of(spec, pool.hex()), Milestones.SUBMISSION);
    Forecast forecast = Forecast.of(0, predicted, history);
    Said said = new Said(now, now, Optional.of(forecast), deadline, history.size());
    PromiseState state =
        PromiseState.NONE.next(deadline, now, said.probability(), settings.probabilityMin());
    return new Judgement(
        said.view("QUEUE", state, reason(spec, present, taskSeconds.getAsDouble(), history.size())),
        predicted,
        Optional.of(forecast),
        state == PromiseState.AT_RISK);
  }

  @Override
  public void keep(BagId bag, BagSpec spec, Address pool, Judgement said) {
    Optional<Instant> deadline = Optional.ofNullable(said.view().deadline());
    Kind kind = Kind.of(spec, pool.hex());
    promises.open(bag, kind, spec.tasks(), deadline, Optional.of(said.view()));
    said.forecast()
        .ifPresent(
            forecast ->
                promises.note(
                    bag,
                    new StoredPromises.Note(
                        Milestones.SUBMISSION,
                        said.predictedSeconds(),
                        forecast,
                        said.view().probability() == null
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(said.view().probability())),
                    said.view().at()));
  }

  private static String unknown(BagSpec spec, App app, int workers) {
    return workers == 0
        ? "no worker online runs the driver " + app.driver()
        : "no bag of the app " + spec.app() + " has ended here: nothing tells how long it takes";
  }

  private static String reason(BagSpec spec, double workers, double taskSeconds, int history) {
    return String.format(
        Locale.ROOT,
        "%d tasks of about %.3f s each, %d times for the trust, on %.1f workers that are to be"
            + " expected; %s",
        spec.tasks(),
        taskSeconds,
        replicas(spec.trust()),
        workers,
        history == 0
            ? "no earlier bag of its kind tells how far such predictions are off"
            : "calibrated on " + history + " earlier bags of its kind");
  }

  private static int replicas(Trust trust) {
    return PocoRule.replicasNeeded(trust, FRESH_WEIGHT);
  }

  private double predicted(BagSpec spec, double taskSeconds, double workers) {
    return (ahead() + work(spec, taskSeconds, workers)) / workers;
  }

  /** Seconds of work of a bag; not less than one task takes, however many workers there are. */
  private static double work(BagSpec spec, double taskSeconds, double workers) {
    return Math.max(spec.tasks() * (double) replicas(spec.trust()), workers) * taskSeconds;
  }

  /** Workers to expect on average until the bag ends. */
  private double present(BagSpec spec, String driver, double taskSeconds) {
    double workers = presence.online(driver).size();
    for (int i = 0; i < ITERATIONS; i++) {
      double millis = predicted(spec, taskSeconds, workers) * MILLIS;
      Duration time = Duration.ofMillis((long) Math.min(MILLIS_MAX, millis));
      workers = Math.max(WORKERS_MIN, dispatcher.workersFor(driver, time));
    }
    return workers;
  }

  /** Seconds of work that comes before: of bags that run, and of those that wait. */
  private double ahead() {
    double seconds = 0;
    for (BagRun run : dispatcher.bags()) {
      seconds += run.openTasks() * replicas(run.terms().bag().spec().trust()) * taskSeconds(run);
    }
    for (BagState state : List.of(BagState.QUEUED, BagState.MATCHING)) {
      for (Bag bag : bags.inState(state, AHEAD_MAX)) {
        double each = taskSeconds(bag.spec().app()).orElse(0);
        seconds += bag.spec().tasks() * (double) replicas(bag.spec().trust()) * each;
      }
    }
    return seconds;
  }

  /** Seconds that a task of the app takes: of a bag that runs, or else of those that have ended. */
  private OptionalDouble taskSeconds(String app) {
    OptionalDouble now =
        dispatcher.bags().stream()
            .filter(run -> run.terms().bag().spec().app().equals(app) && run.isPaceKnown())
            .mapToDouble(run -> taskSeconds(run))
            .filter(seconds -> seconds > 0)
            .findFirst();
    return now.isPresent() ? now : promises.taskSeconds(app);
  }

  private static double taskSeconds(BagRun run) {
    return run.taskTime().toNanos() / NANOS;
  }
}
