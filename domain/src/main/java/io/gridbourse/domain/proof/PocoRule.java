package io.gridbourse.domain.proof;

import io.gridbourse.domain.market.Trust;
import java.math.BigInteger;
import java.util.Collection;

/**
 * The rule of iExec's Proof of Contribution, in exact arithmetic, as the ledger computes it.
 *
 * <p>Workers who agree form a group that weighs the product of their weights; the total is 1 plus
 * the sum of the groups; a group has consensus iff {@code group·trust > total·(trust − 1)}, that
 * is, if its credibility {@code group/total} exceeds {@code 1 − 1/trust}.
 */
public final class PocoRule {
  /** Votes on one task that the ledger counts. */
  public static final int VOTES_PER_TASK_MAX = 32;

  /** Workers that may contribute to one partition. */
  public static final int CONTRIBUTORS_MAX = 256;

  /** Different vote patterns that one settlement may have. */
  public static final int BALLOTS_MAX = 1024;

  /** Groups stop growing here, on the ledger too: a cut group weighs too little, never too much. */
  static final BigInteger GROUP_MAX = BigInteger.ONE.shiftLeft(160);

  private static final long SCORE_PER_WEIGHT = 3;
  private static final long WEIGHT_FLOOR = 3;

  private PocoRule() {}

  /** max(⌊score/3⌋, 3) − 1: at least 2. */
  public static long weight(long score) {
    if (score < 0) {
      throw new IllegalArgumentException("a score cannot be negative: " + score);
    }
    return Math.max(score / SCORE_PER_WEIGHT, WEIGHT_FLOOR) - 1;
  }

  /** The weight of a group: the product of its members' weights, 0 for nobody. */
  public static BigInteger group(Collection<Long> weights) {
    BigInteger group = BigInteger.ZERO;
    for (long weight : weights) {
      group = joined(group, weight);
    }
    return group;
  }

  /** The weight of a group after one more member: max(group, 1)·weight. */
  public static BigInteger joined(BigInteger group, long weight) {
    return group.max(BigInteger.ONE).multiply(BigInteger.valueOf(weight)).min(GROUP_MAX);
  }

  /**
   * Whether a group's answer is certified.
   *
   * @param total 1 plus the sum of all groups, this one included
   */
  public static boolean hasConsensus(BigInteger group, BigInteger total, Trust trust) {
    return group
            .multiply(BigInteger.valueOf(trust.value()))
            .compareTo(total.multiply(BigInteger.valueOf(trust.value() - 1)))
        > 0;
  }

  /**
   * The supply rule: whether another replica must be issued, if those under way will agree with the
   * best group.
   *
   * @param best the best group, with the weights of pending answers multiplied in; 0 if none
   * @param all the sum of all groups, {@code best} included
   */
  public static boolean needsMore(BigInteger best, BigInteger all, Trust trust) {
    return !hasConsensus(best, all.add(BigInteger.ONE), trust);
  }

  /** How many unanimous workers of equal weight reach the trust. */
  public static int replicasNeeded(Trust trust, long weight) {
    BigInteger group = BigInteger.ZERO;
    int replicas = 0;
    while (needsMore(group, group, trust)) {
      group = joined(group, weight);
      replicas++;
    }
    return replicas;
  }

  /** group/total as a fraction from 0 to 1, for people. */
  public static double credibility(BigInteger group, BigInteger total) {
    return group.doubleValue() / total.doubleValue();
  }
}
