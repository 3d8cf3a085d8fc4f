package io.gridbourse.ejb.schedule.promise;

import io.gridbourse.domain.schedule.promise.Forecast;
import io.gridbourse.domain.schedule.promise.Prediction;
import io.gridbourse.domain.schedule.promise.Progress;
import io.gridbourse.domain.wire.ForecastViews.ForecastView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** A running bag whose promise is followed. Not safe for use by several threads. */
final class Followed {
  /** Samples that are kept of a bag; further ones thin out the older. */
  static final int SAMPLES_MAX = 256;

  /** The share of a bag below which its pace says nothing: the first leases only probe. */
  static final double TELLING_FROM = 0.05;

  private static final double MILLIS = 1_000;
  private static final double SECONDS_MIN = 1e-3;
  private final StoredPromises.Stored stored;
  private final Instant startedAt;
  private final List<Progress.Sample> samples;
  private PromiseState state;
  private int noted;
  private int taughtBy = -1;
  private List<Prediction.Past> history = List.of();
  private Instant savedAt = Instant.EPOCH;
  private boolean isChanged;

  Followed(StoredPromises.Stored stored, Instant startedAt) {
    this.stored = stored;
    this.startedAt = startedAt;
    this.samples = new ArrayList<>(stored.samples());
    this.state = PromiseState.valueOf(stored.state());
    this.noted = Milestones.reached(share());
  }

  StoredPromises.Stored stored() {
    return stored;
  }

  List<Progress.Sample> samples() {
    return samples;
  }

  PromiseState state() {
    return state;
  }

  Instant startedAt() {
    return startedAt;
  }

  /** Notes how far the bag is; what goes back, as a lost lease does, counts as it was. */
  void sample(long completed, long assigned, Instant now) {
    Progress.Sample last =
        samples.isEmpty() ? new Progress.Sample(0, 0, 0) : samples.get(samples.size() - 1);
    long done = Math.min(stored.tasks(), Math.max(last.completed(), completed));
    long given = Math.min(stored.tasks(), Math.max(Math.max(done, last.assigned()), assigned));
    if (done == last.completed() && given == last.assigned()) {
      return;
    }
    if (samples.size() >= SAMPLES_MAX) {
      thinOut();
    }
    samples.add(new Progress.Sample(Math.max(last.seconds(), elapsed(now)), done, given));
    isChanged = true;
  }

  private void thinOut() {
    for (int i = samples.size() - 2; i >= 0; i -= 2) {
      samples.remove(i);
    }
  }

  /** The share of decided tasks. */
  double share() {
    return samples.isEmpty()
        ? 0
        : (double) samples.get(samples.size() - 1).completed() / stored.tasks();
  }

  /** Seconds since it was started. */
  double elapsed(Instant now) {
    return Math.max(SECONDS_MIN, Duration.between(startedAt, now).toMillis() / MILLIS);
  }

  /** What the plain prediction is, without any learned factor. */
  double predicted(Instant now) {
    return elapsed(now) / share();
  }

  /** How the bag went so far, as rules go by it. */
  Progress progress() {
    return Progress.of(stored.tasks(), samples);
  }

  /**
   * What is said of its end now.
   *
   * @param lessons history by milestone, asked for when another one counts
   */
  ForecastView say(Instant now, double probabilityMin, IntFunction<List<Prediction.Past>> lessons) {
    if (share() < TELLING_FROM) {
      return early(now, probabilityMin);
    }
    Said said = said(now, lessons);
    state = state.next(stored.deadline(), now, said.probability(), probabilityMin);
    return said.view("PROGRESS", state, reason(said));
  }

  private Said said(Instant now, IntFunction<List<Prediction.Past>> lessons) {
    int teaching = Milestones.teaching(share());
    if (teaching != taughtBy) {
      history = lessons.apply(teaching);
      taughtBy = teaching;
    }
    Forecast forecast = Forecast.of(elapsed(now), predicted(now), history);
    return new Said(now, startedAt, Optional.of(forecast), stored.deadline(), history.size());
  }

  /** Before its pace tells, what was said at the submission stays. */
  private ForecastView early(Instant now, double probabilityMin) {
    Said nothing = new Said(now, startedAt, Optional.empty(), stored.deadline(), 0);
    state = state.next(stored.deadline(), now, nothing.probability(), probabilityMin);
    return stored
        .admitted()
        .map(each -> each.in(state.name()))
        .orElseGet(
            () ->
                nothing.view("NONE", state, "too little of it is done to tell from its own pace"));
  }

  private String reason(Said said) {
    Progress.Sample last = samples.get(samples.size() - 1);
    String learned =
        said.history() == 0
            ? "no earlier bag of its kind has taught how far such predictions are off"
            : "%d earlier bags of its kind took %.2f times what was predicted so"
                .formatted(said.history(), Prediction.alpha(history));
    return "%d of %d tasks were decided in %.0f s; %s"
        .formatted(last.completed(), stored.tasks(), elapsed(said.at()), learned);
  }

  /** What is to be noted because a milestone was reached since the last call. */
  Optional<StoredPromises.Note> milestone(Instant now, IntFunction<List<Prediction.Past>> lessons) {
    int reached = Milestones.reached(share());
    if (reached <= noted || share() >= 1) {
      return Optional.empty();
    }
    noted = reached;
    Said said = said(now, lessons);
    return Optional.of(
        new StoredPromises.Note(
            reached, predicted(now), said.forecast().orElseThrow(), said.probability()));
  }

  /** Whether it is time to store it: when it changed, and now and then. */
  boolean isDue(Instant now, Duration every) {
    boolean isDue = isChanged || !savedAt.plus(every).isAfter(now);
    if (isDue) {
      savedAt = now;
      isChanged = false;
    }
    return isDue;
  }
}
