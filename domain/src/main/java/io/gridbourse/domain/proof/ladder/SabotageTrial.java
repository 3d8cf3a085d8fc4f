package io.gridbourse.domain.proof.ladder;

import java.util.SplittableRandom;

/**
 * An experiment: a bag is computed by workers of which some lie, and certified; what share of the
 * accepted answers is wrong, and what did it cost? Workers take turns and are equally fast. Liars
 * lie independently, and all who lie about a task agree on the same wrong answer if they collude.
 */
public final class SabotageTrial {
  private static final int RIGHT = 0;
  private static final int COLLUDED = 1;

  private final Setting setting;
  private final SplittableRandom random;
  private final VoteBook book;
  private final boolean[] liar;
  private final int[] passed;
  private long checks;
  private int caught;

  /**
   * What is tried.
   *
   * @param liars f, the share of workers that lie
   * @param sabotage s, how often a liar lies
   * @param checked q, the share of work that is a task with a known answer
   * @param colluding whether liars agree on their wrong answers
   * @param rule how answers are accepted
   */
  public record Setting(
      int tasks,
      int workers,
      double liars,
      double sabotage,
      double checked,
      boolean colluding,
      Rule rule) {
    public Setting {
      ProofRefusal.atLeast("tasks", 1, tasks);
      ProofRefusal.atLeast("workers", 1, workers);
      ProofRefusal.share("liars", liars);
      ProofRefusal.share("sabotage", sabotage);
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

  /**
   * What came of it.
   *
   * @param accepted tasks with an accepted answer
   * @param wrong those whose answer is wrong
   * @param votes results that were computed for tasks
   * @param checks results that were computed for tasks with a known answer
   * @param caught workers that failed a check
   */
  public record Outcome(int tasks, int accepted, int wrong, long votes, long checks, int caught) {
    /** The share of accepted answers that are wrong. */
    public double errorRate() {
      return accepted == 0 ? 0 : (double) wrong / accepted;
    }

    /** Results that were computed per task, checks left out. */
    public double redundancy() {
      return (double) votes / tasks;
    }

    /** Results that were computed per task, checks included. */
    public double cost() {
      return (double) (votes + checks) / tasks;
    }
  }

  private SabotageTrial(Setting setting, long seed) {
    this.setting = setting;
    this.random = new SplittableRandom(seed);
    this.liar = new boolean[setting.workers()];
    this.passed = new int[setting.workers()];
    // Workers are numbered at random, so that the first ones may as well be the liars.
    for (int i = 0; i < Math.round(setting.liars() * liar.length); i++) {
      liar[i] = true;
    }
    double[] odds = new double[liar.length];
    java.util.Arrays.fill(odds, setting.rule().odds(0));
    this.book =
        new VoteBook(setting.rule().threshold(), setting.rule().agreeing(), setting.tasks(), odds);
  }

  /** Runs the experiment; the same seed gives the same outcome. */
  public static Outcome run(Setting setting, long seed) {
    return new SabotageTrial(setting, seed).run();
  }

  private Outcome run() {
    int[] order = new int[liar.length];
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
    boolean lies = liar[worker] && random.nextDouble() < setting.sabotage();
    if (random.nextDouble() < setting.checked()) {
      check(worker, lies);
      return true;
    }
    int task = book.next(worker);
    if (task == VoteBook.NONE) {
      return false;
    }
    int wrong = setting.colluding() ? COLLUDED : COLLUDED + 1 + worker;
    book.vote(task, worker, lies ? wrong : RIGHT);
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

  private Outcome outcome() {
    int wrong = 0;
    int accepted = 0;
    for (int task = 0; task < setting.tasks(); task++) {
      int answer = book.accepted(task);
      accepted += answer == VoteBook.NONE ? 0 : 1;
      wrong += answer == VoteBook.NONE || answer == RIGHT ? 0 : 1;
    }
    return new Outcome(setting.tasks(), accepted, wrong, book.votes(), checks, caught);
  }
}
