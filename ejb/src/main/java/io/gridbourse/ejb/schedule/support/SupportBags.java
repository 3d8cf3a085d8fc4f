package io.gridbourse.ejb.schedule.support;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.schedule.promise.Deployment;
import io.gridbourse.domain.schedule.promise.Prediction;
import io.gridbourse.domain.schedule.promise.Progress;
import io.gridbourse.domain.schedule.promise.Support;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.Views.EventView;
import io.gridbourse.ejb.sql.Atomically;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Supporting workers from their trigger to their end: ordered once for a bag, paid a credit for
 * each period in advance, stopped when they are idle at its end, when the bag is done, or when the
 * credits are gone. Every order is in the database before anything is started, so that what was
 * started and could not be noted is found and ended.
 */
final class SupportBags {
  /** After this an order that nobody noted the start of is looked for. */
  static final Duration LOST_AFTER = Duration.ofMinutes(2);

  /** Time to leave; who takes longer is ended. */
  static final Duration LEAVE_WITHIN = Duration.ofSeconds(30);

  private static final Logger LOG = Logger.getLogger(SupportBags.class.getName());
  private static final int ID_BYTES = 12;
  private static final int DETAIL_MAX = 300;
  private static final double MILLIS = 1_000;
  private final StoredSupport store;
  private final StoredCredits credits;
  private final Atomically atomically;
  private final Optional<Provisioner> provisioner;
  private final Grid grid;
  private final Limits limits;
  private final RandomGenerator random;
  private final Clock clock;
  private final Map<String, Instant> lookedAt = new HashMap<>();

  SupportBags(
      DataSource database,
      Atomically atomically,
      Optional<Provisioner> provisioner,
      Grid grid,
      Limits limits,
      RandomGenerator random,
      Clock clock) {
    this.store = new StoredSupport(database);
    this.credits = new StoredCredits(database);
    this.atomically = atomically;
    this.provisioner = provisioner;
    this.grid = grid;
    this.limits = limits;
    this.random = random;
    this.clock = clock;
  }

  /**
   * What goes on around.
   *
   * @param tokens gives a one-time token
   * @param held leases that a worker holds
   * @param posts hears who supports what
   * @param told hears what happens
   */
  record Grid(
      Supplier<String> tokens,
      ToLongFunction<Address> held,
      Consumer<Map<Address, Helpers.Post>> posts,
      Consumer<EventView> told) {}

  /**
   * Bounds.
   *
   * @param period what a credit pays for
   * @param workersMax workers that may run at once
   * @param lookEvery how often the provisioner is asked whether a worker is there
   * @param strategies what the words of a BagSpec mean
   */
  record Limits(
      Duration period, int workersMax, Duration lookEvery, URI server, Strategies strategies) {}

  /** One look at all support. Not for several threads or nodes at once. */
  void round() {
    List<StoredSupport.Supporter> helpers = store.helpers();
    List<StoredSupport.Open> open = store.open();
    Map<BagId, StoredSupport.Open> byBag =
        open.stream().collect(Collectors.toMap(StoredSupport.Open::bag, each -> each));
    tellPosts(helpers, byBag);
    Set<BagId> helped =
        helpers.stream().map(StoredSupport.Supporter::bag).collect(Collectors.toSet());
    for (StoredSupport.Open each : open) {
      if (each.isOver()) {
        end(each.bag(), "the bag is done");
      } else if (!each.isStarted() && each.isRunning()) {
        begin(each, helpers);
      } else if (each.isStarted() && !helped.contains(each.bag())) {
        end(each.bag(), each.creditsLeft() == 0 ? "the credits are gone" : "its workers have left");
      }
    }
    helpers.forEach(each -> guarded(each, byBag.get(each.bag())));
  }

  private void tellPosts(
      List<StoredSupport.Supporter> helpers, Map<BagId, StoredSupport.Open> byBag) {
    Map<Address, Helpers.Post> posts = new HashMap<>();
    for (StoredSupport.Supporter each : helpers) {
      StoredSupport.Open support = byBag.get(each.bag());
      Deployment deployment =
          support == null ? Deployment.FLAT : Strategies.deployment(support.wish().deployment());
      each.worker().ifPresent(at -> posts.put(at, new Helpers.Post(each.bag(), deployment)));
    }
    grid.posts.accept(posts);
  }

  /** Starts the support of a bag if its trigger fires and there is room. */
  private void begin(StoredSupport.Open support, List<StoredSupport.Supporter> helpers) {
    Instant now = clock.instant();
    Support.Strategy strategy = limits.strategies.in(support.pool()).of(support.wish());
    Progress progress = progress(support, now);
    if (provisioner.isEmpty()
        || progress.completedShare() >= 1
        || !strategy.trigger().fires(progress)) {
      return;
    }
    List<String> handles = handles(helpers);
    double remaining = Prediction.remainingSeconds(progress, 1);
    long workers =
        Math.min(
            Math.min(
                strategy.sizing().workers(support.creditsLeft(), remaining), support.creditsLeft()),
            Math.min(limits.workersMax - helpers.size(), provisioner.get().room(handles)));
    if (workers < 1) {
      return;
    }
    List<Ordered> orders = atomically.call(() -> order(support.bag(), workers, now));
    for (Ordered order : orders) {
      start(support.bag(), order, handles);
    }
    if (!orders.isEmpty()) {
      tell(support.bag(), "STARTED", orders.size() + " supporting workers were ordered");
    }
  }

  private record Ordered(String id, String token) {}

  private List<Ordered> order(BagId bag, long workers, Instant now) {
    List<Ordered> orders = new ArrayList<>();
    if (!store.start(bag, workers, now)) {
      return orders;
    }
    for (long i = 0; i < workers; i++) {
      byte[] id = new byte[ID_BYTES];
      random.nextBytes(id);
      Ordered order = new Ordered(HexFormat.of().formatHex(id), grid.tokens.get());
      byte[] hash = Sha256.newDigest().digest(order.token.getBytes(StandardCharsets.UTF_8));
      store.order(order.id, bag, provisioner.orElseThrow().name(), hash, now);
      orders.add(order);
    }
    return orders;
  }

  private void start(BagId bag, Ordered order, List<String> handles) {
    String handle;
    try {
      handle =
          provisioner
              .orElseThrow()
              .start(new Provisioner.Order(order.id, order.token, limits.server, handles));
    } catch (ProvisioningFailed e) {
      LOG.log(Level.WARNING, "a supporting worker was not started id=" + order.id, e);
      atomically.run(() -> gone(order.id, StoredSupport.State.FAILED, e.getMessage()));
      return;
    }
    handles.add(handle);
    Instant now = clock.instant();
    atomically.run(
        () -> {
          if (credits.spendOne(bag, now)) {
            store.running(order.id, handle, now.plus(limits.period));
          } else {
            store.stopping(order.id, Optional.of(handle), "the credits are gone", now);
          }
        });
  }

  private void guarded(StoredSupport.Supporter helper, StoredSupport.Open support) {
    try {
      look(helper, support);
    } catch (ProvisioningFailed e) {
      // The next look tries again.
      LOG.log(Level.WARNING, "a supporting worker cannot be looked after id=" + helper.id(), e);
    }
  }

  private void look(StoredSupport.Supporter helper, StoredSupport.Open support) {
    Instant now = clock.instant();
    switch (helper.state()) {
      case STARTING -> findLost(helper, now);
      case RUNNING -> {
        if (support == null || support.isOver()) {
          leave(helper, "the bag is done", now);
        } else if (isDue(helper, now) && isGone(helper)) {
          atomically.run(
              () -> gone(helper.id(), StoredSupport.State.STOPPED, "it ended by itself"));
        } else if (!now.isBefore(helper.paidUntil().orElse(now))) {
          nextPeriod(helper, now);
        }
      }
      case STOPPING -> {
        if (isDue(helper, now)) {
          seeOff(helper, now);
        }
      }
      case STOPPED, FAILED -> {
        // Nothing can follow.
      }
    }
  }

  /** What was ordered and not noted, because a server died meanwhile, is found and ended. */
  private void findLost(StoredSupport.Supporter helper, Instant now) {
    if (helper.orderedAt().plus(LOST_AFTER).isAfter(now)) {
      return;
    }
    Optional<String> handle = of(helper).flatMap(each -> each.find(helper.id()));
    atomically.run(
        () -> {
          if (handle.isPresent()) {
            store.stopping(helper.id(), handle, "its start could not be noted", now);
          } else {
            gone(helper.id(), StoredSupport.State.FAILED, "its start was lost with a server");
          }
        });
  }

  /** Who is idle at the end of a period leaves; who works is paid for another one. */
  private void nextPeriod(StoredSupport.Supporter helper, Instant now) {
    boolean isIdle = helper.worker().isEmpty() || grid.held.applyAsLong(helper.worker().get()) == 0;
    if (isIdle) {
      leave(helper, "it was idle", now);
      return;
    }
    boolean isPaid =
        atomically.call(
            () -> {
              boolean isSpent = credits.spendOne(helper.bag(), now);
              if (isSpent && !store.paid(helper, now.plus(limits.period))) {
                throw new IllegalStateException("somebody else looks after " + helper.id());
              }
              return isSpent;
            });
    if (!isPaid) {
      leave(helper, "the credits are gone", now);
    }
  }

  private void leave(StoredSupport.Supporter helper, String reason, Instant now) {
    atomically.run(() -> store.stopping(helper.id(), Optional.empty(), reason, now));
    of(helper).ifPresent(each -> each.stop(helper.id(), helper.handle().orElse("")));
  }

  private void seeOff(StoredSupport.Supporter helper, Instant now) {
    String handle = helper.handle().orElse("");
    if (isGone(helper)) {
      atomically.run(() -> gone(helper.id(), StoredSupport.State.STOPPED, null));
      return;
    }
    boolean isLate =
        helper.stoppingSince().map(since -> !since.plus(LEAVE_WITHIN).isAfter(now)).orElse(true);
    of(helper)
        .ifPresent(
            each -> {
              if (isLate) {
                each.kill(helper.id(), handle);
              } else {
                each.stop(helper.id(), handle);
              }
            });
  }

  private boolean isDue(StoredSupport.Supporter helper, Instant now) {
    Instant last = lookedAt.get(helper.id());
    boolean isDue = last == null || !last.plus(limits.lookEvery).isAfter(now);
    if (isDue) {
      lookedAt.put(helper.id(), now);
    }
    return isDue;
  }

  private boolean isGone(StoredSupport.Supporter helper) {
    return of(helper)
        .map(each -> !each.runs(helper.id(), helper.handle().orElse("")))
        .orElse(false);
  }

  /** The provisioner that started it, if it is still the one in the settings. */
  private Optional<Provisioner> of(StoredSupport.Supporter helper) {
    return provisioner.filter(each -> each.name().equals(helper.provisioner()));
  }

  private void end(BagId bag, String reason) {
    Instant now = clock.instant();
    boolean isFirst =
        atomically.call(
            () -> {
              boolean isEnded = store.end(bag, reason, now);
              if (isEnded) {
                credits.release(bag, now);
              }
              return isEnded;
            });
    if (isFirst) {
      tell(bag, "ENDED", reason);
    }
  }

  private void gone(String id, StoredSupport.State state, String detail) {
    lookedAt.remove(id);
    store.gone(
        id,
        state,
        Optional.ofNullable(detail)
            .map(text -> text.length() <= DETAIL_MAX ? text : text.substring(0, DETAIL_MAX)),
        clock.instant());
  }

  private static List<String> handles(List<StoredSupport.Supporter> helpers) {
    return helpers.stream()
        .flatMap(each -> each.handle().stream())
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** How the bag went, as of now. */
  private static Progress progress(StoredSupport.Open support, Instant now) {
    Progress progress = Progress.of(support.tasks(), support.samples());
    List<Progress.Sample> samples = support.samples();
    if (!samples.isEmpty() && support.startedAt().isPresent()) {
      Progress.Sample last = samples.get(samples.size() - 1);
      double seconds = Duration.between(support.startedAt().get(), now).toMillis() / MILLIS;
      progress.add(
          new Progress.Sample(
              Math.max(last.seconds(), seconds), last.completed(), last.assigned()));
    }
    return progress;
  }

  private void tell(BagId bag, String state, String reason) {
    grid.told.accept(
        new EventView(
            0,
            clock.instant(),
            "bag.support",
            bag.text(),
            Map.of("state", state, "reason", reason)));
  }
}
