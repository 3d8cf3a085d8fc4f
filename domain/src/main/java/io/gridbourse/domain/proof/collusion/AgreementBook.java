package io.gridbourse.domain.proof.collusion;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds pairs of workers that agree against the rest too often.
 *
 * <p>For each pair it counts the tasks on which both voted, how often each was outvoted by what was
 * certified, and how often both were with the same answer. If two workers err independently, the
 * number of tasks that both get wrong, given how many each gets wrong, is hypergeometric; counting
 * only those with the same wrong answer can but make it smaller. So the probability of at least as
 * many agreements is a valid p-value, and of the pairs that {@link #suspects} reports an expected
 * share of at most the stated rate is innocent (Benjamini and Hochberg; Yekutieli's factor makes it
 * hold though the pairs of one worker depend on each other).
 *
 * <p>It takes what was certified for the truth. Feed it with tasks whose certificate is strong, or
 * checks with a known answer: where colluders win the votes, it is the honest who look wrong.
 */
public final class AgreementBook {
  private final Map<Pair, Counts> pairs = new HashMap<>();

  private record Pair(String first, String second) {
    static Pair of(String a, String b) {
      return a.compareTo(b) < 0 ? new Pair(a, b) : new Pair(b, a);
    }
  }

  private static final class Counts {
    private int together;
    private int firstWrong;
    private int secondWrong;
    private int agreedWrong;

    double probability() {
      return tail(together, firstWrong, secondWrong, agreedWrong);
    }
  }

  /**
   * A worker's answer.
   *
   * @param answer equal for like results
   */
  public record Answer(String worker, String answer) {}

  /**
   * A pair that agreed against the rest.
   *
   * @param together tasks on which both voted
   * @param agreedWrong tasks on which both gave the same answer, and it was not the certified one
   * @param probability that two honest workers with these errors agree as often
   */
  public record Suspects(
      String first, String second, int together, int agreedWrong, double probability) {}

  /** Counts the votes on one task whose certified answer is known. */
  public void certified(String certifiedAnswer, Collection<Answer> answers) {
    List<Answer> list = List.copyOf(answers);
    for (int i = 0; i < list.size(); i++) {
      for (int j = i + 1; j < list.size(); j++) {
        if (!list.get(i).worker().equals(list.get(j).worker())) {
          count(certifiedAnswer, list.get(i), list.get(j));
        }
      }
    }
  }

  private void count(String certifiedAnswer, Answer a, Answer b) {
    Pair pair = Pair.of(a.worker(), b.worker());
    boolean inOrder = pair.first().equals(a.worker());
    Answer first = inOrder ? a : b;
    Answer second = inOrder ? b : a;
    Counts counts = pairs.computeIfAbsent(pair, each -> new Counts());
    boolean firstWrong = !first.answer().equals(certifiedAnswer);
    boolean secondWrong = !second.answer().equals(certifiedAnswer);
    counts.together++;
    counts.firstWrong += firstWrong ? 1 : 0;
    counts.secondWrong += secondWrong ? 1 : 0;
    counts.agreedWrong += firstWrong && first.answer().equals(second.answer()) ? 1 : 0;
  }

  /**
   * What was counted of a pair.
   *
   * @param together tasks on which both voted
   * @param firstWrong tasks of these on which {@code first} was outvoted
   * @param agreedWrong tasks of these on which both gave the same wrong answer
   */
  public record Counted(
      String first, String second, int together, int firstWrong, int secondWrong, int agreedWrong) {
    public Counted {
      boolean isInOrder = first.compareTo(second) < 0;
      boolean isWithin =
          agreedWrong >= 0
              && agreedWrong <= Math.min(firstWrong, secondWrong)
              && Math.max(firstWrong, secondWrong) <= together;
      if (!isInOrder || !isWithin) {
        throw new IllegalArgumentException(
            "no pair can have these counts: " + first + " " + second);
      }
    }
  }

  /** Adds what was counted elsewhere. */
  public void add(Counted counted) {
    Counts counts =
        pairs.computeIfAbsent(Pair.of(counted.first, counted.second), each -> new Counts());
    counts.together += counted.together;
    counts.firstWrong += counted.firstWrong;
    counts.secondWrong += counted.secondWrong;
    counts.agreedWrong += counted.agreedWrong;
  }

  /** Pairs that have voted on a task together. */
  public int pairs() {
    return pairs.size();
  }

  /**
   * The pairs that agreed against the rest too often, the least probable first.
   *
   * @param falseAlarmRate the expected share of innocent pairs among those reported, at most;
   *     between 0 and 1
   */
  public List<Suspects> suspects(double falseAlarmRate) {
    if (!(falseAlarmRate > 0 && falseAlarmRate < 1)) {
      throw new IllegalArgumentException(
          "falseAlarmRate must be between 0 and 1, but is " + falseAlarmRate);
    }
    List<Suspects> all = new ArrayList<>();
    pairs.forEach(
        (pair, counts) ->
            all.add(
                new Suspects(
                    pair.first(),
                    pair.second(),
                    counts.together,
                    counts.agreedWrong,
                    counts.probability())));
    all.sort(
        Comparator.comparingDouble(Suspects::probability)
            .thenComparing(Suspects::first)
            .thenComparing(Suspects::second));
    double harmonic = 0;
    for (int i = 1; i <= all.size(); i++) {
      harmonic += 1.0 / i;
    }
    int reported = 0;
    for (int i = 0; i < all.size(); i++) {
      double limit = falseAlarmRate * (i + 1) / (all.size() * harmonic);
      reported = all.get(i).probability() <= limit ? i + 1 : reported;
    }
    return List.copyOf(all.subList(0, reported));
  }

  /**
   * The probability that of {@code n} tasks, {@code k} wrong for one and {@code l} for the other,
   * at least {@code x} are wrong for both, if chance alone decides which.
   */
  static double tail(int n, int k, int l, int x) {
    if (x <= Math.max(0, k + l - n)) {
      return 1;
    }
    int most = Math.min(k, l);
    double[] logs = new double[n + 1];
    for (int i = 2; i <= n; i++) {
      logs[i] = logs[i - 1] + Math.log(i);
    }
    double sum = 0;
    for (int i = x; i <= most; i++) {
      sum += Math.exp(choose(logs, k, i) + choose(logs, n - k, l - i) - choose(logs, n, l));
    }
    return Math.min(1, sum);
  }

  private static double choose(double[] logs, int n, int k) {
    return k < 0 || k > n ? Double.NEGATIVE_INFINITY : logs[n] - logs[k] - logs[n - k];
  }
}
