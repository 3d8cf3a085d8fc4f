package io.gridbourse.domain.proof.ladder;

/**
 * A share of wrong results that an order tolerates, spent answer by answer: a certificate is good
 * enough while the mean of all bounds stays within the share. So a bag that tolerates one wrong
 * result in a hundred can take many certain answers and some doubtful ones.
 *
 * <p>Not safe for use by several threads: its owner locks it.
 */
public final class ErrorBudget {
  private final double tolerated;
  private final long tasks;
  private double spent;
  private long accepted;

  /**
   * A budget that nothing was spent of.
   *
   * @param tolerated the share of wrong results, 0 to 1
   * @param tasks of the bag, at least 1
   */
  public ErrorBudget(double tolerated, long tasks) {
    this.tolerated = ProofRefusal.share("tolerated", tolerated);
    if (tasks < 1) {
      throw new ProofRefusal("tasks", "at least 1", tasks);
    }
    this.tasks = tasks;
  }

  /**
   * Accepts an answer if its bound can be afforded: what the remaining tasks need at the same bound
   * must be left, so that the last task is not worse off than the first.
   */
  public boolean accept(double errorBound) {
    ProofRefusal.share("errorBound", errorBound);
    boolean affordable = errorBound <= allowance();
    if (affordable) {
      spent += errorBound;
      accepted++;
    }
    return affordable;
  }

  /** The bound that the next answer may have. */
  public double allowance() {
    long left = tasks - accepted;
    return left <= 0 ? 0 : Math.max(0, (tolerated * tasks - spent) / left);
  }

  /** The expected number of wrong results among those accepted, at most. */
  public double spent() {
    return spent;
  }
}
