package io.gridbourse.domain.schedule.rank;

import java.util.Arrays;

/**
 * Sums of preference degrees of one criterion by sorting and two windows that only move forward
 * (Calders and Van Assche, "PROMETHEE is not quadratic"). Windows are bounded by the same
 * subtraction and comparison that the definition makes, which rounding leaves monotone, so counts
 * are exact; sums over the sloping part are kept in twice the precision of a double.
 */
final class SortedFlows {
  private final Preference preference;
  private final double[] column;
  private final double[] sorted;
  private final double[] sumHigh;
  private final double[] sumLow;
  private final double[] below;
  private final double[] above;

  SortedFlows(Preference preference, double[] column) {
    this.preference = preference;
    this.column = column;
    this.sorted = column.clone();
    // Minus zero would sort apart from zero, though no difference tells them apart.
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] += 0.0;
    }
    Arrays.sort(sorted);
    this.below = new double[sorted.length];
    this.above = new double[sorted.length];
    this.sumHigh = new double[sorted.length + 1];
    this.sumLow = new double[sorted.length + 1];
  }

  /** Fills the sums over all others, for each alternative in its original place. */
  void fill(double[] plus, double[] minus) {
    switch (preference.shape()) {
      case USUAL -> addSteps(0, 1);
      case U_SHAPE -> addSteps(preference.q(), 1);
      case LEVEL -> {
        addSteps(preference.q(), 0.5);
        addSteps(preference.p(), 0.5);
      }
      case V_SHAPE -> addSlope(0, preference.p());
      case LINEAR -> addSlope(preference.q(), preference.p());
      case GAUSSIAN -> throw new IllegalStateException("a Gaussian cannot be summed by sorting");
    }
    for (int i = 0; i < column.length; i++) {
      int at = Arrays.binarySearch(sorted, column[i] + 0.0);
      plus[i] = below[at];
      minus[i] = above[at];
    }
  }

  /** Adds {@code height} for each value that is more than {@code threshold} away. */
  private void addSteps(double threshold, double height) {
    int n = sorted.length;
    for (int i = 0, beaten = 0; i < n; i++) {
      while (beaten < n && sorted[i] - sorted[beaten] > threshold) {
        beaten++;
      }
      below[i] += height * beaten;
    }
    for (int i = n - 1, beating = 0; i >= 0; i--) {
      while (beating < n && sorted[n - 1 - beating] - sorted[i] > threshold) {
        beating++;
      }
      above[i] += height * beating;
    }
  }

  private void addSlope(double q, double p) {
    if (p <= q) {
      addSteps(q, 1);
      return;
    }
    sumUp();
    int n = sorted.length;
    double width = p - q;
    for (int i = 0, whole = 0, part = 0; i < n; i++) {
      while (whole < n && sorted[i] - sorted[whole] >= p) {
        whole++;
      }
      part = Math.max(part, whole);
      while (part < n && sorted[i] - sorted[part] > q) {
        part++;
      }
      below[i] += whole + sloping(sorted[i], q, whole, part) / width;
    }
    for (int i = n - 1, whole = n, part = n; i >= 0; i--) {
      while (whole > 0 && sorted[whole - 1] - sorted[i] >= p) {
        whole--;
      }
      part = Math.min(part, whole);
      while (part > 0 && sorted[part - 1] - sorted[i] > q) {
        part--;
      }
      above[i] += n - whole - sloping(sorted[i], -q, part, whole) / width;
    }
  }

  private void sumUp() {
    for (int i = 0; i < sorted.length; i++) {
      double high = sumHigh[i] + sorted[i];
      sumHigh[i + 1] = high;
      sumLow[i + 1] = sumLow[i] + lost(sumHigh[i], sorted[i], high);
    }
  }

  /** The sum of (value − offset − x) over the sorted values x from {@code from} to {@code to}. */
  private double sloping(double value, double offset, int from, int to) {
    int count = to - from;
    if (count == 0) {
      return 0;
    }
    double product = count * value;
    double productLost = Math.fma(count, value, -product);
    double shift = count * offset;
    double shiftLost = Math.fma(count, offset, -shift);
    double window = sumHigh[to] - sumHigh[from];
    double windowLost = lost(sumHigh[to], -sumHigh[from], window) + sumLow[to] - sumLow[from];
    double first = product - window;
    double firstLost = lost(product, -window, first);
    double second = first - shift;
    double secondLost = lost(first, -shift, second);
    return second + (secondLost + firstLost + productLost - shiftLost - windowLost);
  }

  /** What rounding took from a + b (Knuth's two-sum). */
  private static double lost(double a, double b, double sum) {
    double bRounded = sum - a;
    double aRounded = sum - bRounded;
    return (a - aRounded) + (b - bRounded);
  }
}
