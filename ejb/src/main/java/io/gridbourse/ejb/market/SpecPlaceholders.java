package io.gridbourse.ejb.market;

import io.gridbourse.domain.bag.CommandTemplate;
import io.gridbourse.domain.bag.Sweep;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks what the placeholders of a command lead to: only known names, no cycle, and a command line
 * that stays short however often values repeat one another.
 */
final class SpecPlaceholders {
  static final long COMMAND_BYTES_MAX = 128 << 10;
  private static final int DEPTH_MAX = 16;
  private static final long OWN_LENGTH = 20;
  private static final Set<String> GIVEN = Set.of("index", "bag");
  private final List<SpecProblem> problems;
  private final Map<String, Sweep.Axis> axes = new LinkedHashMap<>();
  private final Map<String, Set<String>> uses = new HashMap<>();
  private final Map<String, Long> lengths = new HashMap<>();

  SpecPlaceholders(Sweep sweep, List<SpecProblem> problems) {
    this.problems = problems;
    sweep.axes().forEach(axis -> axes.put(axis.name(), axis));
  }

  void check(List<String> command) {
    Set<String> used = new TreeSet<>();
    command.forEach(word -> used.addAll(CommandTemplate.placeholders(word)));
    boolean known = isKnown("spec.command", used);
    for (Sweep.Axis axis : axes.values()) {
      uses.put(axis.name(), usesOf(axis));
      known &= isKnown("spec.params." + axis.name(), uses.get(axis.name()));
    }
    if (known && isAcyclic()) {
      checkLength(command);
    }
  }

  private static Set<String> usesOf(Sweep.Axis axis) {
    Set<String> names = new TreeSet<>();
    if (axis instanceof Sweep.Listed listed) {
      listed.values().forEach(value -> names.addAll(CommandTemplate.placeholders(value)));
    }
    return names;
  }

  private boolean isKnown(String field, Set<String> names) {
    Set<String> unknown = new TreeSet<>(names);
    unknown.removeAll(GIVEN);
    unknown.removeAll(axes.keySet());
    for (String name : unknown) {
      problems.add(
          new SpecProblem(
              "PLACEHOLDER_UNKNOWN",
              field,
              field + ": nothing is named {" + name + "}",
              "use {index}, {bag} or a name of spec.params: " + axes.keySet()));
    }
    return unknown.isEmpty();
  }

  private boolean isAcyclic() {
    Set<String> finished = new HashSet<>();
    for (String name : axes.keySet()) {
      if (!visit(name, new TreeSet<>(), finished)) {
        return false;
      }
    }
    return true;
  }

  private boolean visit(String name, Set<String> path, Set<String> finished) {
    if (GIVEN.contains(name) || finished.contains(name)) {
      return true;
    }
    if (!path.add(name) || path.size() > DEPTH_MAX) {
      problems.add(
          new SpecProblem(
              "PLACEHOLDER_CYCLE",
              "spec.params." + name,
              "the params " + path + " refer to each other without end, or over more than 16 steps",
              "write the value out in one of them"));
      return false;
    }
    for (String next : uses.get(name)) {
      if (!visit(next, path, finished)) {
        return false;
      }
    }
    path.remove(name);
    finished.add(name);
    return true;
  }

  private void checkLength(List<String> command) {
    long length = command.stream().mapToLong(this::lengthOf).reduce(0, SpecPlaceholders::add);
    if (length > COMMAND_BYTES_MAX) {
      problems.add(
          new SpecProblem(
              "COMMAND_TOO_LONG",
              "spec.command",
              "with its params the command line can exceed " + COMMAND_BYTES_MAX + " characters",
              "shorten the values, or pass them in an input file"));
    }
  }

  /** Most characters that a text can expand to; saturates instead of overflowing. */
  private long lengthOf(String text) {
    long length = text.length();
    for (String name : CommandTemplate.placeholders(text)) {
      long times = text.split("\\{" + name + "}", -1).length - 1L;
      length = add(length, multiply(times, lengthOfParam(name)));
    }
    return length;
  }

  private long lengthOfParam(String name) {
    Long known = lengths.get(name);
    if (known != null) {
      return known;
    }
    long length = OWN_LENGTH;
    if (axes.get(name) instanceof Sweep.Listed listed) {
      length = listed.values().stream().mapToLong(this::lengthOf).max().orElse(0);
    }
    lengths.put(name, length);
    return length;
  }

  private static long add(long a, long b) {
    return Math.min(COMMAND_BYTES_MAX + 1, a + b);
  }

  private static long multiply(long a, long b) {
    return Math.min(COMMAND_BYTES_MAX + 1, a * Math.min(b, COMMAND_BYTES_MAX + 1));
  }
}
