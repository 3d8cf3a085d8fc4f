package io.gridbourse.ejb.proof.checker;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagSpec;
import io.gridbourse.domain.bag.CommandTemplate;
import io.gridbourse.domain.proof.Judged;
import io.gridbourse.domain.proof.ResultChecker;
import io.gridbourse.domain.proof.ResultPack;
import io.gridbourse.domain.proof.TaskCommand;
import io.gridbourse.domain.proof.TaskFailure;
import io.gridbourse.domain.proof.ladder.Vote;
import io.gridbourse.domain.proof.sample.SampledTask;
import io.gridbourse.domain.value.Address;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;

/**
 * Looks at the results of a lease one by one: by the app's checker, and by computing parts of them
 * again.
 */
public final class LookAtResults {
  /** How long the results of one lease may be looked at. */
  private static final Duration CHECKS_MAX = Duration.ofSeconds(20);

  private final Clock clock;

  /** Looks for as long as this clock allows. */
  public LookAtResults(Clock clock) {
    this.clock = clock;
  }

  /**
   * What a bag's results are looked at by.
   *
   * @param checker refuses what is wrong, whatever the order asks for
   * @param partial computes samples again, where the order asks for that
   */
  public record By(Optional<ResultChecker> checker, Optional<PartialCheck> partial) {
    /** Whether nobody looks. */
    public boolean isNobody() {
      return checker.isEmpty() && partial.isEmpty();
    }
  }

  /**
   * Results that a worker showed.
   *
   * @param first index of the first task
   * @param failures tasks whose program failed
   */
  public record Shown(
      BagId bag, Address worker, long first, ResultPack pack, List<TaskFailure> failures) {}

  /**
   * What is found; failures are not looked at, nor what there is no time for while the worker
   * waits.
   */
  public Judged look(BagSpec spec, Shown shown, By by) {
    Looking looking = new Looking(spec, shown, by);
    if (!by.isNobody()) {
      RoaringBitmap failed = new RoaringBitmap();
      shown.failures().forEach(each -> failed.add((int) (each.index() - shown.first())));
      List<byte[]> outcomes = shown.pack().outcomes();
      Instant until = clock.instant().plus(CHECKS_MAX);
      for (int i = 0; i < outcomes.size() && clock.instant().isBefore(until); i++) {
        if (!failed.contains(i)) {
          looking.at(i, outcomes.get(i));
        }
      }
    }
    return new Judged(looking.refused, looking.passed, Optional.empty(), looking.samples);
  }

  /** One lease while it is looked at. */
  private static final class Looking {
    private final BagSpec spec;
    private final Shown shown;
    private final By by;
    private final CommandTemplate template;
    private final boolean isCheckAsked;
    private final boolean isPartialAsked;
    private final RoaringBitmap refused = new RoaringBitmap();
    private final RoaringBitmap passed = new RoaringBitmap();
    private final List<SampledTask> samples = new ArrayList<>();

    Looking(BagSpec spec, Shown shown, By by) {
      this.spec = spec;
      this.shown = shown;
      this.by = by;
      this.template = new CommandTemplate(spec.command());
      Assurance asked = spec.verification().assurance();
      this.isCheckAsked = asked.steps().stream().anyMatch(Assurance.Check.class::isInstance);
      this.isPartialAsked = asked.partial().isPresent();
    }

    void at(int position, byte[] outcome) {
      Vote.Check byChecker = byChecker(position, outcome);
      Vote.Check bySample =
          byChecker == Vote.Check.FAILED ? Vote.Check.NONE : bySample(position, outcome);
      if (byChecker == Vote.Check.FAILED || bySample == Vote.Check.FAILED) {
        refused.add(position);
      } else if ((isCheckAsked || isPartialAsked)
          && (!isCheckAsked || byChecker == Vote.Check.PASSED)
          && (!isPartialAsked || bySample == Vote.Check.PASSED)) {
        passed.add(position);
      }
    }

    private Vote.Check byChecker(int position, byte[] outcome) {
      if (by.checker().isEmpty()) {
        return Vote.Check.NONE;
      }
      TaskCommand command =
          new TaskCommand(template.expand(shown.bag(), shown.first() + position, spec.sweep()));
      return by.checker()
          .get()
          .check(command, outcome)
          .fold(
              accepted -> Vote.Check.PASSED,
              wrong -> Vote.Check.FAILED,
              abstained -> Vote.Check.NONE);
    }

    private Vote.Check bySample(int position, byte[] outcome) {
      Optional<SampledTask> found =
          by.partial().flatMap(it -> it.look(shown.worker(), shown.first() + position, outcome));
      found.ifPresent(samples::add);
      return found
          .map(each -> each.hasPassed() ? Vote.Check.PASSED : Vote.Check.FAILED)
          .orElse(Vote.Check.NONE);
    }
  }
}
