package io.gridbourse.domain.bag;

import java.util.List;
import java.util.Optional;

/**
 * What an order asks of results beyond the ledger's rule: rungs of the ladder of verification, how
 * results are compared, and checks whose answers are known.
 *
 * @param steps all of which must accept an answer; none leaves it to the ledger's rule
 * @param likeness when two results count as the same
 * @param spotChecks the share of leases whose answers are known already, 0 to {@link
 *     #SPOT_CHECKS_MAX}
 * @param hosts how alike hosts must be whose results are compared
 * @param tolerated the share of wrong results that all certificates together may leave, which then
 *     sets the numbers of the rungs; 0 where each rung has its own
 */
public record Assurance(
    List<Step> steps, Likeness likeness, double spotChecks, Hosts hosts, double tolerated) {
  /** The ledger's rule alone, by bytes. */
  public static final Assurance NONE = new Assurance(List.of(), new SameBytes(), 0, Hosts.ANY);

  /** The share of workers that is assumed to lie where an order states none. */
  public static final double LIARS_DEFAULT = 0.2;

  /** Equal votes that may be asked for: of 2m − 1 votes one answer of two always has m. */
  public static final int VOTES_MAX = 16;

  /** Equal votes that stand in for a checker that cannot tell. */
  public static final int VOTES_UNCHECKED = 2;

  /** Units of one result that may be computed again. */
  public static final int SAMPLE_MAX = 1_000;

  /** More checks than this cost more than voting does. */
  public static final double SPOT_CHECKS_MAX = 0.5;

  private static final int RESULTS_MAX = 1_000_000;

  public Assurance {
    steps = List.copyOf(steps);
    if (!(spotChecks >= 0 && spotChecks <= SPOT_CHECKS_MAX)) {
      throw new IllegalArgumentException(
          "spotChecks must be 0 to " + SPOT_CHECKS_MAX + ", but is " + spotChecks);
    }
    if (!(tolerated >= 0 && tolerated < 1)) {
      throw new IllegalArgumentException("share must be 0 to below 1, but is " + tolerated);
    }
  }

  /** What is asked for where each rung has its own numbers. */
  public Assurance(List<Step> steps, Likeness likeness, double spotChecks, Hosts hosts) {
    this(steps, likeness, spotChecks, hosts, 0);
  }

  /** Whether certificates share one budget of wrong results. */
  public boolean isBudgeted() {
    return tolerated > 0;
  }

  /** Whether nothing is asked for beyond the ledger's rule. */
  public boolean isNone() {
    return equals(NONE);
  }

  /**
   * Whether only ballots can express it: task by task the ledger compares digests, and a check has
   * no answered task to be one of. What certificates spend together is a matter of all tasks.
   */
  public boolean needsBallots() {
    return spotChecks > 0 || isBudgeted() || !(likeness instanceof SameBytes);
  }

  /** The fewest votes that may come to satisfy it, at least 1. */
  public int votesMin() {
    // What others leave of a budget may pay for a single vote.
    return isBudgeted() ? 1 : steps.stream().mapToInt(Step::votesMin).max().orElse(1);
  }

  /** Whether single answers of workers are taken that were right often in a row. */
  public boolean isAdaptive() {
    return steps.stream().anyMatch(Adaptive.class::isInstance);
  }

  /** The sample of each result that is computed again, if one is. */
  public Optional<Partial> partial() {
    return steps.stream().filter(Partial.class::isInstance).map(Partial.class::cast).findFirst();
  }

  /** Whether an answer may need votes of several workers. */
  public boolean mayNeedVotes() {
    return steps.stream()
        .anyMatch(step -> !(step instanceof Vote vote && vote.m() == 1) && !step.isLedgers());
  }

  /** One rung. */
  public sealed interface Step {
    /** The fewest votes that may come to satisfy it. */
    default int votesMin() {
      return 1;
    }

    /** Whether it is what the ledger asks for anyway. */
    default boolean isLedgers() {
      return false;
    }
  }

  /** The ledger's rule: it holds for every bag, and says so in a list of others. */
  public record Replicate() implements Step {
    @Override
    public boolean isLedgers() {
      return true;
    }
  }

  /**
   * The answer that so many workers gave first.
   *
   * @param m equal votes, 1 to {@link #VOTES_MAX}
   * @param liars the probability that a vote is wrong, which the stated error rests on
   */
  public record Vote(int m, double liars) implements Step {
    public Vote {
      within("m", m, 1, VOTES_MAX);
      share("liars", liars);
    }

    @Override
    public int votesMin() {
      return m;
    }
  }

  /**
   * What the app's own checker finds nothing wrong with.
   *
   * @param liars the share of results that are assumed to be wrong before
   * @param missed the probability that the checker passes a wrong one
   */
  public record Check(double liars, double missed) implements Step {
    public Check {
      share("liars", liars);
      share("missed", missed);
    }
  }

  /**
   * What a sample of its units, computed again, finds nothing wrong with.
   *
   * @param wrong the least share of wrong units that makes a result worthless, above 0
   * @param sample units that are computed again, 1 to {@link #SAMPLE_MAX}
   * @param liars the share of results that are assumed to be wrong before
   */
  public record Partial(double wrong, int sample, double liars) implements Step {
    public Partial {
      share("wrong", wrong);
      if (wrong == 0) {
        throw new IllegalArgumentException("wrong must be above 0");
      }
      within("sample", sample, 1, SAMPLE_MAX);
      share("liars", liars);
    }
  }

  /**
   * Until the credibility of those who agree leaves at most this error.
   *
   * @param error above 0
   * @param liars the share of workers that lie, at most
   */
  public record Credibility(double error, double liars) implements Step {
    public Credibility {
      share("error", error);
      share("liars", liars);
      if (error == 0 || liars == 1) {
        throw new IllegalArgumentException("error must be above 0, and liars below 1");
      }
    }
  }

  /**
   * One vote of a worker that was right often in a row, a quorum otherwise.
   *
   * @param quorum results that are compared, 2 to {@link #VOTES_MAX}
   * @param streak valid results in a row from which a worker is trusted
   */
  public record Adaptive(int quorum, int streak) implements Step {
    public Adaptive {
      within("quorum", quorum, 2, VOTES_MAX);
      within("streak", streak, 1, RESULTS_MAX);
    }
  }

  /** When two results count as the same. */
  public sealed interface Likeness {}

  /** When their bytes are. */
  public record SameBytes() implements Likeness {}

  /**
   * Texts whose numbers differ by at most {@code absolute + relative·|larger|}.
   *
   * @param relative below 1
   */
  public record LikeNumbers(double absolute, double relative) implements Likeness {
    public LikeNumbers {
      if (!(absolute >= 0 && absolute < Double.POSITIVE_INFINITY && relative >= 0)
          || relative >= 1) {
        throw new IllegalArgumentException(
            "absolute must be a number from 0, and relative 0 to below 1");
      }
    }
  }

  /**
   * Images of which at most a share of pixels differs by more than a tolerance in a colour.
   *
   * @param tolerance 0 to 255
   */
  public record LikePixels(int tolerance, double share) implements Likeness {
    private static final int COLOUR_MAX = 255;

    public LikePixels {
      within("tolerance", tolerance, 0, COLOUR_MAX);
      Assurance.share("share", share);
    }
  }

  /** How alike hosts must be whose results are compared. */
  public enum Hosts {
    /** Results do not depend on the host. */
    ANY,
    /** The same operating system and architecture. */
    SYSTEM,
    /** The same vendor and family of processors as well. */
    PROCESSOR
  }

  private static void within(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          field + " must be " + least + " to " + most + ", but is " + value);
    }
  }

  private static void share(String field, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(field + " must be 0 to 1, but is " + value);
    }
  }
}
