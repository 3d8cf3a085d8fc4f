package io.gridbourse.ejb.schedule.promise;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagState;
import io.gridbourse.domain.proof.BookReport;
import io.gridbourse.domain.schedule.promise.Prediction;
import io.gridbourse.domain.wire.ForecastViews.ForecastView;
import io.gridbourse.domain.wire.Views.EventView;
import io.gridbourse.ejb.bag.Partition;
import io.gridbourse.ejb.bag.Partitions;
import io.gridbourse.ejb.bag.StoredBags;
import io.gridbourse.ejb.schedule.BagRun;
import io.gridbourse.ejb.schedule.Dispatcher;
import io.gridbourse.ejb.settings.PromiseSettings;
import io.gridbourse.ejb.sql.Atomically;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Follows the bags that this node runs: samples how far they are, says when they will end, tells as
 * {@code bag.promise} when a deadline comes to be at risk or is missed, and at the end compares
 * what was said with what came.
 */
@ApplicationScoped
public class KeepPromises {
  private static final Duration SAVE_EVERY = Duration.ofSeconds(10);
  private static final int ENDS_MAX = 100;
  private static final double MILLIS = 1_000;
  private StoredPromises promises;
  private StoredBags bags;
  private Partitions partitions;
  private Atomically atomically;
  private Dispatcher dispatcher;
  private PromiseSettings settings;
  private Consumer<EventView> told;
  private Clock clock;
  private final Map<BagId, Followed> followed = new HashMap<>();

  protected KeepPromises() {}

  /** The use case with all that it needs. */
  @Inject
  public KeepPromises(
      DataSource database,
      Atomically atomically,
      StoredBags bags,
      Dispatcher dispatcher,
      PromiseSettings settings,
      Event<EventView> events,
      Clock clock) {
    this(
        database,
        atomically,
        bags,
        dispatcher,
        settings,
        (Consumer<EventView>) events::fire,
        clock);
  }

  /** The same; {@code told} hears of promises that change. */
  public KeepPromises(
      DataSource database,
      Atomically atomically,
      StoredBags bags,
      Dispatcher dispatcher,
      PromiseSettings settings,
      Consumer<EventView> told,
      Clock clock) {
    this.promises = new StoredPromises(database);
    this.partitions = new Partitions(database);
    this.atomically = atomically;
    this.bags = bags;
    this.dispatcher = dispatcher;
    this.settings = settings;
    this.told = told;
    this.clock = clock;
  }

  /** One look at all of them. Not for several threads at once. */
  public void round() {
    Collection<BagRun> running = dispatcher.bags();
    Set<BagId> ids = running.stream().map(each -> each.terms().id()).collect(Collectors.toSet());
    followed.keySet().retainAll(ids);
    running.forEach(this::follow);
    promises.ending(ENDS_MAX).forEach(this::end);
  }

  private void follow(BagRun run) {
    Optional<Followed> known =
        Optional.ofNullable(followed.get(run.terms().id())).or(() -> begin(run));
    if (known.isEmpty()) {
      return;
    }
    Followed bag = known.get();
    Instant now = clock.instant();
    PromiseState before = bag.state();
    sample(bag, run, now);
    IntFunction<List<Prediction.Past>> lessons =
        milestone -> promises.history(bag.stored().kind(), milestone);
    bag.milestone(now, lessons)
        .ifPresent(note -> atomically.run(() -> promises.note(run.terms().id(), note, now)));
    ForecastView view = bag.say(now, settings.probabilityMin(), lessons);
    boolean isNews = bag.state() != before;
    if (bag.isDue(now, SAVE_EVERY) || isNews) {
      atomically.run(() -> promises.save(run.terms().id(), bag.samples(), view));
    }
    if (isNews) {
      tell(run.terms().id(), view);
    }
  }

  private Optional<Followed> begin(BagRun run) {
    BagId id = run.terms().id();
    Optional<StoredBags.Recorded> recorded = bags.recorded(id);
    if (recorded.isEmpty() || recorded.get().bag().state() != BagState.RUNNING) {
      return Optional.empty();
    }
    Bag bag = recorded.get().bag();
    Kind kind = Kind.of(bag.spec(), run.terms().deal().pool().hex());
    Optional<Instant> deadline = bag.spec().market().promise().deadline(bag.submittedAt());
    atomically.run(() -> promises.open(id, kind, bag.spec().tasks(), deadline, Optional.empty()));
    Instant startedAt = recorded.get().startedAt().orElseGet(clock::instant);
    Optional<Followed> begun =
        promises
            .find(id)
            .filter(stored -> !stored.ended())
            .map(stored -> new Followed(stored, startedAt));
    begun.ifPresent(each -> followed.put(id, each));
    return begun;
  }

  private void sample(Followed bag, BagRun run, Instant now) {
    Map<Integer, BookReport.Counts> live = new HashMap<>();
    run.partitions()
        .forEach(each -> live.put(each.scope().number(), each.look(BookReport::counts)));
    long completed = 0;
    long assigned = 0;
    for (Partition partition : partitions.of(run.terms().id())) {
      BookReport.Counts counts = live.get(partition.number());
      if (counts == null) {
        completed += partition.tally().decided();
        assigned += partition.tally().decided();
      } else {
        completed += counts.certified() + (long) counts.givenUp();
        assigned += partition.tasks() - counts.waiting();
      }
    }
    bag.sample(completed, assigned, now);
  }

  /** Compares what was said of a bag with what came. */
  private void end(BagId id) {
    StoredBags.Recorded recorded = bags.recorded(id).orElseThrow();
    StoredPromises.Stored stored = promises.find(id).orElseThrow();
    Optional<Instant> decidedAt = promises.decidedAt(id);
    long givenUp = partitions.of(id).stream().mapToLong(each -> each.tally().givenUp()).sum();
    PromiseState state = last(stored, recorded.bag(), decidedAt.filter(at -> givenUp == 0));
    ForecastView view =
        new Said(
                clock.instant(),
                recorded.bag().submittedAt(),
                Optional.empty(),
                stored.deadline(),
                0)
            .view("NONE", state, sentence(recorded, decidedAt));
    boolean isFirst =
        atomically.call(
            () -> {
              boolean isEnded = promises.end(id, decidedAt, view);
              if (isEnded && decidedAt.isPresent() && givenUp == 0) {
                promises.actual(
                    id,
                    seconds(recorded.bag().submittedAt(), decidedAt.get()),
                    seconds(
                        recorded.startedAt().orElse(recorded.bag().submittedAt()), decidedAt.get()),
                    stored.deadline().map(deadline -> !decidedAt.get().isAfter(deadline)));
              }
              return isEnded;
            });
    if (isFirst && stored.deadline().isPresent()) {
      tell(id, view);
    }
  }

  private static PromiseState last(
      StoredPromises.Stored stored, Bag bag, Optional<Instant> doneAt) {
    boolean isWithdrawn = bag.cancelRequested() || bag.state() == BagState.CANCELLED;
    if (stored.deadline().isEmpty() || isWithdrawn) {
      return PromiseState.NONE;
    }
    return doneAt.isPresent() && !doneAt.get().isAfter(stored.deadline().get())
        ? PromiseState.KEPT
        : PromiseState.MISSED;
  }

  private static String sentence(StoredBags.Recorded recorded, Optional<Instant> decidedAt) {
    return decidedAt
        .map(
            at ->
                "its tasks were decided %.1f s after it was submitted"
                    .formatted(seconds(recorded.bag().submittedAt(), at)))
        .orElse("its tasks were not all decided");
  }

  private static double seconds(Instant from, Instant to) {
    return Math.max(1, Duration.between(from, to).toMillis()) / MILLIS;
  }

  private void tell(BagId bag, ForecastView view) {
    Map<String, String> data = new HashMap<>();
    data.put("state", view.state());
    data.put("reason", view.reason());
    if (view.expected() != null) {
      data.put("expected", view.expected().toString());
    }
    if (view.deadline() != null) {
      data.put("deadline", view.deadline().toString());
    }
    if (view.probability() != null) {
      data.put("probability", "%.2f".formatted(view.probability()));
    }
    told.accept(new EventView(0, clock.instant(), "bag.promise", bag.text(), data));
  }
}
