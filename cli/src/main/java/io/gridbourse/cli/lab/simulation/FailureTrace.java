package io.gridbourse.cli.lab.simulation;

import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * When the nodes of a real platform were there, from an {@code event_trace.tab} of the Failure
 * Trace Archive: columns event_id, component_id, node_id, platform_id, node_name, event_type (1
 * available, 0 not), event_start_time, event_stop_time, event_end_reason. A first line that begins
 * with # names the columns.
 */
final class FailureTrace {
  static final int EVENTS_MAX = 5_000_000;
  private static final int NODE = 2;
  private static final int TYPE = 5;
  private static final int START = 6;
  private static final int STOP = 7;

  private final List<double[]> nodes;
  private final double span;

  private FailureTrace(List<double[]> nodes, double span) {
    this.nodes = nodes;
    this.span = span;
  }

  /** Seconds from the first event's beginning to the last one's end. */
  double span() {
    return span;
  }

  /**
   * A node as it was from a time on: what was before that comes after the end, so that all of the
   * trace is played once.
   *
   * @param from seconds from the trace's beginning, below {@link #span}
   */
  double[] from(int node, double from) {
    List<double[]> intervals = new ArrayList<>();
    for (double[] shifted :
        List.of(cut(node, from, span, -from), cut(node, 0, from, span - from))) {
      for (int i = 0; i < shifted.length; i += 2) {
        intervals.add(new double[] {shifted[i], shifted[i + 1]});
      }
    }
    return joined(intervals, 0);
  }

  /** What of a node's intervals is in a part of the trace, moved by so many seconds. */
  private double[] cut(int node, double begin, double end, double move) {
    double[] all = nodes.get(node);
    double[] found = new double[all.length];
    int size = 0;
    for (int i = 0; i < all.length; i += 2) {
      double start = Math.max(all[i], begin);
      double stop = Math.min(all[i + 1], end);
      if (start < stop) {
        found[size++] = start + move;
        found[size++] = stop + move;
      }
    }
    return Arrays.copyOf(found, size);
  }

  /**
   * The nodes: each as beginnings and ends of being there, in seconds from the trace's beginning.
   */
  List<double[]> nodes() {
    return nodes;
  }

  /** Reads the lines of a file; {@code name} is for messages. */
  static FailureTrace read(Iterator<String> lines, String name) {
    int[] columns = {NODE, TYPE, START, STOP};
    Map<String, List<double[]>> byNode = new LinkedHashMap<>();
    Map<String, Double> ends = new LinkedHashMap<>();
    double origin = Double.POSITIVE_INFINITY;
    double last = Double.NEGATIVE_INFINITY;
    int number = 0;
    int events = 0;
    while (lines.hasNext()) {
      String line = lines.next().strip();
      number++;
      boolean isHeader = number == 1 && Character.isLetter((line + " ").charAt(0));
      if (isHeader || line.startsWith("#")) {
        columns = number == 1 ? header(line, columns) : columns;
        continue;
      }
      if (line.isEmpty()) {
        continue;
      }
      if (++events > EVENTS_MAX) {
        throw refused(name, number, "more events than " + EVENTS_MAX, "cut the trace");
      }
      String[] words = line.split("\\s+");
      double start = number(words, columns[2], name, number, "event_start_time");
      double stop = number(words, columns[3], name, number, "event_stop_time");
      if (stop < start) {
        throw refused(name, number, "the event ends before it begins", "correct the line");
      }
      String node = word(words, columns[0], name, number, "node_id");
      if (start < ends.getOrDefault(node, Double.NEGATIVE_INFINITY)) {
        throw refused(
            name, number, "the event overlaps an earlier one of node " + node, "sort the events");
      }
      ends.put(node, stop);
      origin = Math.min(origin, start);
      last = Math.max(last, stop);
      if (available(words, columns[1], name, number)) {
        byNode.computeIfAbsent(node, each -> new ArrayList<>()).add(new double[] {start, stop});
      } else {
        byNode.computeIfAbsent(node, each -> new ArrayList<>());
      }
    }
    if (byNode.isEmpty()) {
      throw refused(name, number, "the trace has no events", "give another file");
    }
    List<double[]> nodes = new ArrayList<>();
    for (List<double[]> intervals : byNode.values()) {
      nodes.add(joined(intervals, origin));
    }
    return new FailureTrace(nodes, last - origin);
  }

  private static int[] header(String line, int[] usual) {
    List<String> names =
        List.of(line.replaceFirst("^#\\s*", "").toLowerCase(Locale.ROOT).split("\\s+"));
    int[] found = {
      names.indexOf("node_id"),
      names.indexOf("event_type"),
      names.indexOf("event_start_time"),
      Math.max(names.indexOf("event_stop_time"), names.indexOf("event_end_time"))
    };
    for (int column : found) {
      if (column < 0) {
        return usual;
      }
    }
    return found;
  }

  /** Beginnings and ends from the origin; intervals that touch become one. */
  private static double[] joined(List<double[]> intervals, double origin) {
    double[] flat = new double[intervals.size() * 2];
    int size = 0;
    for (double[] interval : intervals) {
      if (size > 0 && flat[size - 1] >= interval[0] - origin) {
        flat[size - 1] = interval[1] - origin;
      } else {
        flat[size++] = interval[0] - origin;
        flat[size++] = interval[1] - origin;
      }
    }
    return Arrays.copyOf(flat, size);
  }

  private static boolean available(String[] words, int column, String name, int line) {
    String type = word(words, column, name, line, "event_type");
    if (!type.equals("0") && !type.equals("1")) {
      throw refused(name, line, "event_type is " + type + ", not 0 or 1", "correct the line");
    }
    return type.equals("1");
  }

  private static String word(String[] words, int column, String name, int line, String what) {
    if (column >= words.length) {
      throw refused(name, line, "the line has no " + what, "give all columns of event_trace.tab");
    }
    return words[column];
  }

  private static double number(String[] words, int column, String name, int line, String what) {
    String word = word(words, column, name, line, what);
    if (!word.matches("-?[0-9]{1,15}(\\.[0-9]{1,15})?")) {
      throw refused(name, line, what + " is " + word + ", no number", "correct the line");
    }
    return Double.parseDouble(word);
  }

  private static CommandFailed refused(String name, int line, String what, String remedy) {
    return new CommandFailed(
        ExitCode.USAGE, name + " line " + line + ": " + what, "hosts[].trace", "", remedy);
  }
}
