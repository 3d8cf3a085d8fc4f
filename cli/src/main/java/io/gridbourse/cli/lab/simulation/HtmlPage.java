package io.gridbourse.cli.lab.simulation;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** A page of plots that needs nothing but itself. */
final class HtmlPage {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 320;
  private static final int LEFT = 70;
  private static final int BOTTOM = 40;
  private static final int LEGEND = 220;
  private static final List<String> COLOURS =
      List.of(
          "#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#17becf", "#8c564b", "#7f7f7f");
  private final StringBuilder text = new StringBuilder();

  HtmlPage(String title) {
    text.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
        .append(escaped(title))
        .append("</title><style>body{font-family:sans-serif;max-width:980px;margin:2em auto}")
        .append("table{border-collapse:collapse}td,th{padding:2px 8px;text-align:right}")
        .append("svg{background:#fff}text{font-size:12px}</style></head><body><h1>")
        .append(escaped(title))
        .append("</h1>\n");
  }

  void paragraph(String words) {
    text.append("<p>").append(escaped(words)).append("</p>\n");
  }

  /** Curves by name, each as points of x and y. */
  void lines(String title, String x, String y, Map<String, List<double[]>> curves) {
    double top = highest(curves, 1, 0);
    open(title, x, y, highest(curves, 0, 0), top);
    curves(curves, value -> up(value, top));
  }

  /** The same with each power of ten as high as the next; values are at least 1. */
  void logarithmic(String title, String x, Map<String, List<double[]>> curves) {
    double top = highest(curves, 1, 10);
    open(title, x, "", highest(curves, 0, 0), top);
    for (double line = 1; line < top; line *= 10) {
      double height = HEIGHT - BOTTOM - up(Math.log10(line), Math.log10(top));
      text.append(
          String.format(
              Locale.ROOT,
              "<path d=\"M%d %.1fH%d\" stroke=\"#ccc\"/><text x=\"4\" y=\"%.1f\">%s</text>",
              LEFT,
              height,
              WIDTH,
              height + 4,
              Math.round(line)));
    }
    curves(curves, value -> up(Math.log10(Math.max(1, value)), Math.log10(top)));
  }

  private static double highest(
      Map<String, List<double[]>> curves, int coordinate, double atLeast) {
    return curves.values().stream()
        .flatMap(List::stream)
        .mapToDouble(point -> point[coordinate])
        .reduce(atLeast, Math::max);
  }

  private void curves(Map<String, List<double[]>> curves, DoubleUnaryOperator height) {
    double right = highest(curves, 0, 0);
    int number = 0;
    for (Map.Entry<String, List<double[]>> curve : curves.entrySet()) {
      String colour = COLOURS.get(number % COLOURS.size());
      String dashes = number < COLOURS.size() ? "" : " stroke-dasharray=\"6 4\"";
      text.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"" + colour + "\"" + dashes);
      text.append(" points=\"");
      for (double[] point : curve.getValue()) {
        text.append(
            String.format(
                Locale.ROOT,
                "%.1f,%.1f ",
                LEFT + across(point[0], right),
                HEIGHT - BOTTOM - height.applyAsDouble(point[1])));
      }
      text.append("\"/>");
      label(number++, colour, dashes, curve.getKey());
    }
    text.append("</svg>\n");
  }

  /** One bar a name, with its interval, and the figures below. */
  void bars(String title, Map<String, Statistic> bars) {
    double top = bars.values().stream().mapToDouble(bar -> Math.abs(bar.high())).max().orElse(1);
    open(title, "", "", bars.size(), top);
    double step = (double) (WIDTH - LEFT) / bars.size();
    int number = 0;
    for (Map.Entry<String, Statistic> bar : bars.entrySet()) {
      double height = Math.max(0, up(Math.max(0, bar.getValue().mean()), top));
      double at = LEFT + step * number + step / 4;
      String colour = COLOURS.get(number % COLOURS.size());
      text.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>"
                  + "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#000\"/>",
              at,
              HEIGHT - BOTTOM - height,
              step / 2,
              height,
              colour,
              at + step / 4,
              at + step / 4,
              HEIGHT - BOTTOM - up(Math.max(0, bar.getValue().low()), top),
              HEIGHT - BOTTOM - up(Math.max(0, bar.getValue().high()), top)));
      text.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s: %s</text>",
              at + step / 4,
              HEIGHT - BOTTOM + 16 + 14 * (number % 2),
              escaped(bar.getKey()),
              figure(bar.getValue().mean())));
      number++;
    }
    text.append("</svg>\n");
  }

  private void open(String title, String x, String y, double right, double top) {
    text.append("<h2>").append(escaped(title)).append("</h2>\n");
    text.append(
        String.format(
            Locale.ROOT,
            "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">"
                + "<path d=\"M%d 10V%dH%d\" stroke=\"#000\" fill=\"none\"/>"
                + "<text x=\"4\" y=\"20\">%s %s</text>"
                + "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s %s</text>",
            WIDTH + LEGEND,
            HEIGHT,
            WIDTH + LEGEND,
            HEIGHT,
            LEFT,
            HEIGHT - BOTTOM,
            WIDTH,
            figure(top),
            escaped(y),
            WIDTH - 4,
            HEIGHT - 4,
            x.isEmpty() ? "" : figure(right),
            escaped(x)));
  }

  /** One entry of the legend, right of the plot. */
  private void label(int number, String colour, String dashes, String name) {
    int y = 24 + 15 * number;
    text.append(
        String.format(
            Locale.ROOT,
            "<path d=\"M%d %dh24\" stroke-width=\"2\" stroke=\"%s\"%s/>"
                + "<text x=\"%d\" y=\"%d\">%s</text>",
            WIDTH + 16,
            y - 4,
            colour,
            dashes,
            WIDTH + 46,
            y,
            escaped(name)));
  }

  private static double across(double value, double right) {
    return right == 0 ? 0 : value / right * (WIDTH - LEFT - 10);
  }

  private static double up(double value, double top) {
    return top == 0 ? 0 : value / top * (HEIGHT - BOTTOM - 20);
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  private static String escaped(String words) {
    return words
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  String text() {
    return text + "</body></html>\n";
  }
}
