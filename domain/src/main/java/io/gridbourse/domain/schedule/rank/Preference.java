package io.gridbourse.domain.schedule.rank;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How much an advantage of {@code d} in one criterion is worth, from 0 to 1; nothing for {@code d
 * <= 0}. The six functions of Brans and Mareschal.
 *
 * @param q indifference: an advantage up to here counts nothing (U-shape, level, linear)
 * @param p preference: an advantage from here on counts whole (V-shape, level, linear)
 * @param s the advantage at which the Gaussian bends (Gaussian)
 */
public record Preference(Shape shape, double q, double p, double s) {
  /** Thresholds above this are refused: they could not be added up exactly. */
  public static final double THRESHOLD_MAX = 1e100;

  /** The function without thresholds: any advantage counts whole. */
  public static final Preference USUAL = new Preference(Shape.USUAL, 0, 0, 0);

  public Preference {
    requireThreshold("q", q);
    requireThreshold("p", p);
    requireThreshold("s", s);
    if (shape.usesBoth() && p < q) {
      throw new RankRefusal("p", "at least q, which is " + q, p);
    }
    if (shape == Shape.GAUSSIAN && s == 0) {
      throw new RankRefusal("s", "above 0 for the function gaussian", s);
    }
  }

  private static void requireThreshold(String name, double value) {
    if (!(value >= 0 && value <= THRESHOLD_MAX)) {
      throw new RankRefusal(name, "a number from 0 to " + THRESHOLD_MAX, value);
    }
  }

  /** The form of a preference function. */
  public enum Shape {
    /** 1 for any advantage. */
    USUAL,
    /** 1 above q. */
    U_SHAPE,
    /** Rises in a line to 1 at p. */
    V_SHAPE,
    /** One half above q, 1 above p. */
    LEVEL,
    /** Rises in a line from 0 at q to 1 at p. */
    LINEAR,
    /** 1 - exp(-d²/2s²). */
    GAUSSIAN;

    /** Its name in files and messages: {@code u-shape}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The shape of this name, however it is spelt: {@code U-shape}, {@code u_shape}, {@code
     * ushape}.
     */
    public static Optional<Shape> parse(String text) {
      String plain = plain(text);
      return Arrays.stream(values()).filter(shape -> plain(shape.name()).equals(plain)).findFirst();
    }

    private static String plain(String name) {
      return name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    /** All names, for messages. */
    public static String known() {
      return Arrays.stream(values()).map(Shape::text).collect(Collectors.joining(", "));
    }

    private boolean usesBoth() {
      return this == LEVEL || this == LINEAR;
    }

    /** Whether exact net flows can be had by sorting instead of by comparing all pairs. */
    boolean sortable() {
      return this != GAUSSIAN;
    }
  }

  /** The worth of an advantage of {@code d}, from 0 to 1. */
  public double degree(double d) {
    if (!(d > 0)) {
      return 0;
    }
    return switch (shape) {
      case USUAL -> 1;
      case U_SHAPE -> d > q ? 1 : 0;
      case V_SHAPE -> d >= p ? 1 : d / p;
      case LEVEL -> d > p ? 1 : d > q ? 0.5 : 0;
      case LINEAR -> d <= q ? 0 : d >= p ? 1 : (d - q) / (p - q);
      case GAUSSIAN -> -Math.expm1(-d * d / (2 * s * s));
    };
  }
}
