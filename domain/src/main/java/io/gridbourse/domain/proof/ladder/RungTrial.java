package io.gridbourse.domain.proof.ladder;

import io.gridbourse.domain.market.Trust;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;
import java.util.function.IntFunction;

/**
 * An experiment with any rung of the ladder, which judges as it does for the server: what share of
 * the accepted answers is wrong, and what did it cost? Tasks are certified one after the other,
 * each by workers drawn at random of which none votes on it twice. For spot-checks with
 * backtracking see {@link SabotageTrial}.
 */
public final class RungTrial {
  private static final Duration WINDOW = Duration.ofHours(1);

  private final Setting setting;
  private final SplittableRandom random;
  private final Saboteurs saboteurs;
  private final int[] order;
  private final int[] streaks;
  private final Optional<ErrorBudget> budget;
  private long votes;
  private long lost;
  private double looked;

  /** What is tried. */
  public record Setting(int tasks, Crew crew, Way way) {
    public Setting {
      ProofRefusal.atLeast("tasks", 1, tasks);
    }
  }

  /**
   * How answers are accepted.
   *
   * @param rungs by the number of the task
   * @param sample what of each answer is computed again before it is judged, if anything is
   * @param challenge what happens to an accepted answer, if anything does
   * @param budget what sets the rungs in place of {@code rungs}, if anything does
   */
  public record Way(
      IntFunction<Rung> rungs,
      Optional<Sample> sample,
      Optional<Challenge> challenge,
      Optional<Budget> budget) {
    private static Way of(IntFunction<Rung> rungs) {
      return new Way(rungs, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Rungs that share a budget of wrong results.
     *
     * @param share of wrong results that is tolerated in all
     * @param rungs by the bound that a certificate may state at most
     */
    public static Way budgeted(double share, DoubleFunction<Rung> rungs) {
      return new Way(
          task -> rungs.apply(share),
          Optional.empty(),
          Optional.empty(),
          Optional.of(new Budget(share, rungs)));
    }

    /** A rung that is the same for all tasks. */
    public static Way of(Rung rung) {
      return of(task -> rung);
    }

    /** The answer with most of a fixed number of votes. */
    public static Way majority(int votes) {
      return of(new Plurality(votes));
    }

    /** BOINC's rule. */
    public static Way adaptive(int streakMin, int quorum, long seed) {
      return of(task -> new AdaptiveReplication(streakMin, quorum, seed, task));
    }

    /**
     * BOINC's rule with settings that keep the error: one answer counts alone when a worker was
     * right so often that the next is wrong with at most {@code epsilon}, and a quorum is the 2m −
     * 1 answers of m-first voting.
     *
     * @param liars the share of votes that are assumed to be wrong
     * @return empty if no quorum reaches it
     */
    public static Optional<Way> adaptive(double epsilon, double liars, long seed) {
      int m = Voting.votesFor(epsilon, liars);
      int streak = (int) Math.max(AdaptiveReplication.STREAK_MIN, Math.ceil(1 / epsilon) - 2);
      return m == 0
          ? Optional.empty()
          : Optional.of(adaptive(streak, Math.max(2, 2 * m - 1), seed));
    }

    /** Some units of each answer are computed again by who is trusted. */
    public static Way partial(double liars, Sample sample) {
      Checked rung = Checked.partially(liars, sample.units(), sample.drawn(), sample.wrong());
      return new Way(task -> rung, Optional.of(sample), Optional.empty(), Optional.empty());
    }

    /** The first answer is taken; who is trusted computes a share again and goes to court. */
    public static Way optimistic(double liars, Challenge challenge) {
      Optimistic rung = new Optimistic(liars, challenge.share(), WINDOW);
      return new Way(task -> rung, Optional.empty(), Optional.of(challenge), Optional.empty());
    }
  }

  /**
   * A tolerated share of wrong results in all.
   *
   * @param rungs by the bound that a certificate may state at most
   */
  public record Budget(double share, DoubleFunction<Rung> rungs) {}

  /**
   * A partial check.
   *
   * @param units of which an answer consists
   * @param drawn units that are computed again
   * @param wrong units that a liar gets wrong, and the fewest that make an answer worthless
   */
  public record Sample(int units, int drawn, int wrong) {
    /** The smallest sample by which an answer that passed is wrong with at most {@code epsilon}. */
    public static Sample forError(double epsilon, double liars, int units, int wrong) {
      int drawn = 0;
      while (drawn < units - wrong + 1) {
        double missed = Checked.partially(liars, units, drawn, wrong).missed() * liars;
        if (missed <= epsilon * (missed + 1 - liars)) {
          break;
        }
        drawn++;
      }
      return new Sample(units, drawn, wrong);
    }

    private boolean finds(SplittableRandom random) {
      for (int i = 0; i < drawn; i++) {
        if (random.nextInt(units - i) < wrong) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * Challenges of accepted answers.
   *
   * @param share of answers that are computed again in time
   * @param trust by which jurors decide, as the ledger does
   */
  public record Challenge(double share, Trust trust) {
    /** The challenges by which an answer stands wrongly with at most {@code epsilon}. */
    public static Challenge forError(double epsilon, double liars) {
      double share = liars <= epsilon ? 0 : 1 - epsilon / liars;
      return new Challenge(share, new Trust((long) Math.ceil(1 / epsilon)));
    }
  }

  private RungTrial(Setting setting, long seed) {
    this.setting = setting;
    this.random = new SplittableRandom(seed);
    this.saboteurs = new Saboteurs(setting.crew(), random);
    this.streaks = new int[saboteurs.count()];
    this.order = new int[saboteurs.count()];
    this.budget =
        setting.way().budget().map(each -> new ErrorBudget(each.share(), setting.tasks()));
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
  }

  /** Runs the experiment; the same seed gives the same outcome. */
  public static TrialOutcome run(Setting setting, long seed) {
    return new RungTrial(setting, seed).run();
  }

  private TrialOutcome run() {
    int accepted = 0;
    int wrong = 0;
    for (int task = 0; task < setting.tasks(); task++) {
      Optional<Integer> answer = certify(task);
      accepted += answer.isPresent() ? 1 : 0;
      wrong += answer.isPresent() && answer.get() != Saboteurs.RIGHT ? 1 : 0;
    }
    return new TrialOutcome(setting.tasks(), accepted, wrong, votes, looked, 0, lost);
  }

  private Optional<Integer> certify(int task) {
    List<Vote<Integer>> given = new ArrayList<>();
    Optional<Integer> answer =
        budget.isPresent()
            ? judgeWithin(budget.get(), setting.way().budget().orElseThrow(), given)
            : judge(setting.way().rungs().apply(task), given, 0).map(Certificate::answer);
    if (answer.isPresent()) {
      learn(given, answer.get());
    }
    Optional<Challenge> challenge = setting.way().challenge();
    if (answer.isEmpty() || challenge.isEmpty() || random.nextDouble() >= challenge.get().share()) {
      return answer;
    }
    looked++;
    return answer.get() == Saboteurs.RIGHT
        ? answer
        : judge(new PocoVoting(challenge.get().trust()), new ArrayList<>(), given.size())
            .map(Certificate::answer);
  }

  /** Has workers vote until a rung is satisfied that what is left of the budget sets. */
  private Optional<Integer> judgeWithin(ErrorBudget left, Budget way, List<Vote<Integer>> given) {
    double allowance = left.allowance();
    left.allot(1, allowance);
    Optional<Certificate<Integer>> proof = judge(way.rungs().apply(allowance), given, 0);
    proof.ifPresent(each -> left.certify(1, allowance, each.errorBound()));
    return proof.map(Certificate::answer);
  }

  /**
   * Has workers vote until a rung is satisfied.
   *
   * @param before workers that have had the task already
   */
  private Optional<Certificate<Integer>> judge(Rung rung, List<Vote<Integer>> given, int before) {
    int most = Math.min(order.length - before, Rung.VOTES_MAX);
    int more = 1;
    while (given.size() < most) {
      for (int i = Math.min(more, most - given.size()); i > 0; i--) {
        given.add(vote(before + given.size()));
      }
      Judgement<Integer> judgement = rung.judge(given);
      Optional<Certificate<Integer>> certificate = judgement.certificate();
      if (certificate.isPresent()) {
        return certificate;
      }
      more = judgement.fold(certified -> 0, Judgement.Open::more);
    }
    return Optional.empty();
  }

  private Vote<Integer> vote(int nth) {
    int worker = draw(nth);
    while (saboteurs.defects()) {
      lost++;
      worker = draw(nth);
    }
    votes++;
    boolean lies = saboteurs.lies(worker);
    return new Vote<>(
        Integer.toString(worker),
        lies ? saboteurs.wrong(worker) : Saboteurs.RIGHT,
        new Standing(0, 0, streaks[worker]),
        look(lies));
  }

  private Vote.Check look(boolean lies) {
    if (setting.way().sample().isEmpty()) {
      return Vote.Check.NONE;
    }
    Sample sample = setting.way().sample().get();
    looked += (double) sample.drawn() / sample.units();
    return lies && sample.finds(random) ? Vote.Check.FAILED : Vote.Check.PASSED;
  }

  /** The n-th worker of a task: one that is not among the first n − 1. */
  private int draw(int nth) {
    int at = nth + random.nextInt(order.length - nth);
    int worker = order[at];
    order[at] = order[nth];
    order[nth] = worker;
    return worker;
  }

  /** A result that was compared with others makes its worker's streak longer, or ends it. */
  private void learn(List<Vote<Integer>> given, int answer) {
    if (given.size() > 1) {
      for (Vote<Integer> vote : given) {
        int worker = Integer.parseInt(vote.worker());
        streaks[worker] = vote.answer() == answer ? streaks[worker] + 1 : 0;
      }
    }
  }
}
