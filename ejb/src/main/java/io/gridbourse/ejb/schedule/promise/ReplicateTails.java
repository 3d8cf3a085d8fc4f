package io.gridbourse.ejb.schedule.promise;

import io.gridbourse.domain.proof.Straggler;
import io.gridbourse.domain.schedule.promise.TailRule;
import io.gridbourse.domain.schedule.promise.TimeLeft;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.schedule.BagRun;
import io.gridbourse.ejb.schedule.TailPolicy;
import io.gridbourse.ejb.settings.PromiseSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Copies the last slices of a bag to idle workers, if the probability that the copy is first, times
 * what the time saved is worth, exceeds its price. Both are counted in tasks of the bag: a bag of n
 * tasks that has run for t seconds is worth n/t tasks a second, and a copy costs its tasks. So a
 * copy of a hundredth of the bag must save at least a hundredth of the time that the bag has taken.
 * Where the slice needs several votes, the copy is one of them and costs nothing.
 */
public final class ReplicateTails implements TailPolicy {
  /** What every lease takes besides its tasks: two requests, and the start of a sandbox. */
  static final Duration OVERHEAD = Duration.ofSeconds(1);

  private static final double NANOS = 1e9;
  private static final double SECOND_MIN = 1e-3;
  private final TailRule rule;
  private final double share;
  private final Clock clock;

  /** The rule of these settings. */
  public ReplicateTails(PromiseSettings settings, Clock clock) {
    this.rule = new TailRule(TimeLeft.USUAL.spread(), 2, settings.tailFrom());
    this.share = settings.tailShare();
    this.clock = clock;
  }

  @Override
  public Optional<Predicate<Straggler>> stragglers(BagRun bag, Address worker) {
    if (share <= 0 || !bag.isPaceKnown() || bag.freshTasks() > 0) {
      return Optional.empty();
    }
    long tasks = bag.terms().bag().spec().tasks();
    double completed = 1 - (double) bag.openTasks() / tasks;
    if (completed < rule.from()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    double worth = tasks / Math.max(SECOND_MIN, seconds(Duration.between(bag.since(), now)));
    return Optional.of(straggler -> isWorthCopying(bag, straggler, completed, worth, now));
  }

  private boolean isWorthCopying(
      BagRun bag, Straggler straggler, double completed, double worth, Instant now) {
    double expected = seconds(expected(bag, straggler.count()));
    double elapsed = Math.max(0, seconds(Duration.between(straggler.since(), now)));
    boolean isVote = bag.terms().bag().spec().trust().value() > 1;
    double price = isVote ? 0 : straggler.count();
    return rule.duplicates(
        completed,
        TimeLeft.USUAL.running(expected, elapsed, straggler.copies()),
        new TailRule.Offer(expected, price, budget(bag, straggler), worth));
  }

  /** How long a lease of so many tasks should take, by the pace of its bag. */
  public static Duration expected(BagRun bag, int tasks) {
    return OVERHEAD.plus(bag.taskTime().multipliedBy(tasks));
  }

  /** Tasks that may still be copied; the first copy of a bag always may. */
  private double budget(BagRun bag, Straggler straggler) {
    if (bag.copied() == 0) {
      return straggler.count();
    }
    return share * bag.terms().bag().spec().tasks() - bag.copied();
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS;
  }
}
