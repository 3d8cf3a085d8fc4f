package io.gridbourse.domain.schedule.promise;

/** When a bag deserves supporting workers. */
public sealed interface Trigger {
  /** Whether the time has come. */
  boolean fires(Progress progress);

  /** A share of the tasks is completed (9C). */
  record Completed(double share) implements Trigger {
    public Completed {
      PromiseRefusal.share("share", share);
    }

    @Override
    public boolean fires(Progress progress) {
      return progress.completedShare() >= share;
    }
  }

  /** A share of the tasks has been assigned (9A). */
  record Assigned(double share) implements Trigger {
    public Assigned {
      PromiseRefusal.share("share", share);
    }

    @Override
    public boolean fires(Progress progress) {
      return progress.assignedShare() >= share;
    }
  }

  /**
   * Tasks take longer than at first (D): with var(x) the time from when the share x was assigned to
   * when it was completed, the largest of the second half exceeds {@code factor} times the largest
   * of the first.
   *
   * @param factor above 0
   * @param floor share of completed tasks below which it never fires
   */
  record Variance(double factor, double floor) implements Trigger {
    private static final double HALF = 0.5;

    public Variance {
      PromiseRefusal.positive("factor", factor);
      PromiseRefusal.share("floor", floor);
    }

    @Override
    public boolean fires(Progress progress) {
      if (progress.completedShare() < floor) {
        return false;
      }
      double first = 0;
      double second = 0;
      int at = 0;
      var samples = progress.samples();
      for (Progress.Sample sample : samples) {
        while (samples.get(at).assigned() < sample.completed()) {
          at++;
        }
        double variance =
            sample.completed() == 0 ? 0 : sample.seconds() - samples.get(at).seconds();
        if (sample.completed() <= HALF * progress.total()) {
          first = Math.max(first, variance);
        } else {
          second = Math.max(second, variance);
        }
      }
      return second > factor * first;
    }
  }
}
