package io.gridbourse.domain.schedule.promise;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * When a bag will end if it goes on as it did: α·elapsed/completed share, with α learned from how
 * earlier bags of the same kind went.
 */
public final class Prediction {
  private Prediction() {}

  /** What was predicted of a bag that has ended, with α = 1, and how long it took. */
  public record Past(double predictedSeconds, double actualSeconds) {
    public Past {
      PromiseRefusal.positive("predictedSeconds", predictedSeconds);
      PromiseRefusal.positive("actualSeconds", actualSeconds);
    }

    double ratio() {
      return actualSeconds / predictedSeconds;
    }
  }

  /** Seconds from a bag's beginning to its end; NaN while nothing is completed. */
  public static double totalSeconds(Progress progress, double alpha) {
    double share = progress.completedShare();
    return share > 0 ? alpha * progress.elapsed() / share : Double.NaN;
  }

  /** Seconds until a bag's end, not below 0; NaN while nothing is completed. */
  public static double remainingSeconds(Progress progress, double alpha) {
    double total = totalSeconds(progress, alpha);
    return Double.isNaN(total) ? total : Math.max(0, total - progress.elapsed());
  }

  /** The α with the least sum of relative errors Σ |α·predicted − actual|/actual; 1 if unknown. */
  public static double alpha(List<Past> history) {
    return weightedMedian(history, past -> past.predictedSeconds() / past.actualSeconds());
  }

  /** The α with the least sum of absolute errors; long bags then outweigh short ones. */
  static double alphaByAbsoluteError(List<Past> history) {
    return weightedMedian(history, Past::predictedSeconds);
  }

  private static double weightedMedian(List<Past> history, ToDoubleFunction<Past> weight) {
    double all = history.stream().mapToDouble(weight).sum();
    double sum = 0;
    for (Past past : history.stream().sorted(Comparator.comparing(Past::ratio)).toList()) {
      sum += weight.applyAsDouble(past);
      if (sum >= all / 2) {
        return past.ratio();
      }
    }
    return 1;
  }
}
