package io.gridbourse.domain.proof.ladder;

import java.util.SplittableRandom;

/**
 * An experiment: a bag is computed by workers of which some lie, and certified; what share of the
 * accepted answers is wrong, and what did it cost? Workers take turns and are equally fast. Liars
 * lie independently, and as many lies about a task agree as the crew colludes.
 */
public final class SabotageTrial {
  private final Setting setting;
  private final SplittableRandom random;
  private final Saboteurs saboteurs;
  private final VoteBook book;
  private final int[] passed;
  private long checks;
  private long lost;
  private int caught;

  /**
   * What is tried.
   *
   * @param checked q, the share of work that is a task with a known answer
   * @param rule how answers are accepted
   */
  public record Setting(int tasks, Crew crew, double checked, Rule rule) {
    public Setting {
      ProofRefusal.atLeast("tasks", 1, tasks);
      ProofRefusal.shareBelowOne("checked", checked);
    }
  }

  /**
   * How answers are accepted.
   *
   * @param threshold credibility that an answer needs; 0 for counting votes alone
   * @param agreeing votes that an answer needs
   * @param assumedLiars the share of liars that credibility is computed for
   * @param fixedOdds what a vote weighs whatever its worker did, or 0 for credibility
   */
  public record Rule(double threshold, int agreeing, double assumedLiars, double fixedOdds) {
    /** m-first voting. */
    public static Rule voting(int m) {
      return new Rule(0, m, 0, 1);
    }

    /** Credibility by spot-checks. */
    public static Rule credibility(double epsilon, double assumedLiars) {
      return new Rule(1 - epsilon, 1, assumedLiars, 0);
    }

    /** PoCo with fresh workers, whose votes weigh 2. */
    public static Rule poco(double trust) {
      return new Rule(Math.nextUp(1 - 1 / trust), 1, 0, 2);
    }

    double odds(int checksPassed) {
      return fixedOdds > 0
          ? fixedOdds
          : Credibility.odds(Credibility.ofWorker(assumedLiars, checksPassed, true));
    }
  }

  private SabotageTrial(Setting setting, long seed) {
    this.setting = setting;
    this.random = new SplittableRandom(seed);
    this.saboteurs = new Saboteurs(setting.crew(), random);
    this.passed = new int[saboteurs.count()];
    double[] odds = new double[saboteurs.count()];
    java.util.Arrays.fill(odds, setting.rule().odds(0));
    this.book =
        new VoteBook(setting.rule().threshold(), setting.rule().agreeing(), setting.tasks(), odds);
  }

  /** Runs the experiment; the same seed gives the same outcome. */
  public static TrialOutcome run(Setting setting, long seed) {
    return new SabotageTrial(setting, seed).run();
  }

  private TrialOutcome run() {
    int[] order = new int[saboteurs.count()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    boolean moved = true;
    while (book.open() > 0 && moved) {
      shuffle(order);
      moved = false;
      for (int i = 0; i < order.length && book.open() > 0; i++) {
        moved |= !book.isCaught(order[i]) && work(order[i]);
      }
    }
    return outcome();
  }

  private void shuffle(int[] order) {
    for (int i = order.length - 1; i > 0; i--) {
      int at = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[at];
      order[at] = kept;
    }
  }

  private boolean work(int worker) {
    boolean lies = saboteurs.lies(worker);
    boolean isCheck = random.nextDouble() < setting.checked();
    int task = isCheck ? VoteBook.NONE : book.next(worker);
    if (!isCheck && task == VoteBook.NONE) {
      return false;
    }
    if (saboteurs.defects()) {
      lost++;
    } else if (isCheck) {
      check(worker, lies);
    } else {
      book.vote(task, worker, lies ? saboteurs.wrong(worker) : Saboteurs.RIGHT);
    }
    return true;
  }

  private void check(int worker, boolean lies) {
    checks++;
    if (lies) {
      caught++;
      book.caught(worker);
    } else {
      passed[worker]++;
      book.weigh(worker, setting.rule().odds(passed[worker]));
    }
  }

  private TrialOutcome outcome() {
    int wrong = 0;
    int accepted = 0;
    for (int task = 0; task < setting.tasks(); task++) {
      int answer = book.accepted(task);
      accepted += answer == VoteBook.NONE ? 0 : 1;
      wrong += answer == VoteBook.NONE || answer == Saboteurs.RIGHT ? 0 : 1;
    }
    return new TrialOutcome(setting.tasks(), accepted, wrong, book.votes(), checks, caught, lost);
  }
}
