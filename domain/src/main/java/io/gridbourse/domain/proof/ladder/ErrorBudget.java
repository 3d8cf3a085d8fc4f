package io.gridbourse.domain.proof.ladder;

/**
 * A share of wrong results that an order tolerates, over all tasks of a partition: the bounds of
 * all certificates together stay within it. Each task is allotted an allowance, the bound that its
 * certificate may state at most; what a certificate states less is left for tasks that have none
 * yet. So a bag that tolerates one wrong result in a hundred can take many certain answers and some
 * doubtful ones.
 *
 * <p>A part of the share, {@link #KEPT}, is kept back of every certificate however small its bound
 * is. So what is opened again, after others were given the rest, still has an allowance that votes
 * can reach: no allowance is ever below that part of the share.
 *
 * <p>Not safe for use by several threads: its owner locks it.
 */
public final class ErrorBudget {
  /** The part of the share that no certificate leaves to others. */
  public static final double KEPT = 0.25;

  /** What binary fractions leave behind. */
  private static final double ROUNDING = 1e-12;

  private final double share;
  private final double kept;
  private double tolerated;
  private long fresh;
  private double reserved;
  private double charged;
  private double spent;

  /**
   * A budget that nothing was spent of.
   *
   * @param share of wrong results, 0 to 1
   * @param tasks of the partition, at least 1
   */
  public ErrorBudget(double share, long tasks) {
    this.share = ProofRefusal.share("share", share);
    if (tasks < 1) {
      throw new ProofRefusal("tasks", "at least 1", tasks);
    }
    this.kept = KEPT * share;
    this.fresh = tasks;
    this.tolerated = share * tasks;
  }

  /** The bound that each task without an allowance may have: all that is left, in equal parts. */
  public double allowance() {
    return part(left(), fresh);
  }

  /**
   * The bound that each may have of certified tasks that are opened again: what was charged for
   * them is given back, and shared with the tasks that have no allowance.
   *
   * @param count of those tasks
   * @param charges for them together
   */
  public double allowanceOnReopening(long count, double charges) {
    return part(left() + charges, fresh + count);
  }

  /** What a certificate takes of the budget: its bound, or what is kept of each. */
  public double charge(double bound) {
    return Math.max(bound, kept);
  }

  private double left() {
    return tolerated - charged - reserved;
  }

  private double part(double left, long parts) {
    return parts <= 0 ? share : Math.min(1, Math.max(kept, left / parts));
  }

  /** Sets an allowance aside for each of so many tasks. */
  public void allot(long count, double allowance) {
    fresh -= count;
    reserved += count * allowance;
  }

  /** Takes allowances back from tasks that were not certified. */
  public void release(long count, double allowance) {
    fresh += count;
    reserved -= count * allowance;
  }

  /**
   * Spends the bound of a certificate of each of so many tasks.
   *
   * @param bound at most their allowance
   */
  public void certify(long count, double allowance, double bound) {
    if (bound > allowance + ROUNDING) {
      throw new ProofRefusal("bound", "at most the allowance of " + allowance, bound);
    }
    reserved -= count * allowance;
    charged += count * charge(bound);
    spent += count * bound;
  }

  /** Gives back what certificates spent that do not hold any more. */
  public void reopen(long count, double bound, double allowance) {
    charged -= count * charge(bound);
    spent -= count * bound;
    reserved += count * allowance;
  }

  /** Takes tasks out that have no allowance and end without a certificate: none can be wrong. */
  public void giveUp(long count) {
    tolerated -= count * Math.min(share, allowance());
    fresh -= count;
  }

  /** How many wrong results are tolerated among all tasks that are not given up. */
  public double tolerated() {
    return tolerated;
  }

  /** The expected number of wrong results among those certified, at most. */
  public double spent() {
    return Math.max(0, spent);
  }
}
