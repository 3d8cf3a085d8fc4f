package io.gridbourse.domain.bag;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parameters of a bag: the cartesian product of its axes, the last axis running fastest. Task
 * {@code index} takes one value of each axis; nothing is materialised, so a sweep of 10^8 tasks
 * costs as much as its axes.
 */
public record Sweep(List<Axis> axes) {
  /** One task, no parameters. */
  public static final Sweep NONE = new Sweep(List.of());

  public Sweep {
    axes = List.copyOf(axes);
    sizeOf(axes);
  }

  /** The number of tasks, at least 1. */
  public long size() {
    return sizeOf(axes);
  }

  /** The value of each axis for the task at {@code index}, by the axis' name, in axis order. */
  public Map<String, String> valuesAt(long index) {
    if (index < 0 || index >= size()) {
      throw new IndexOutOfBoundsException("task " + index + " of " + size());
    }
    List<String> reversed = new ArrayList<>();
    long rest = index;
    for (int i = axes.size() - 1; i >= 0; i--) {
      Axis axis = axes.get(i);
      reversed.add(axis.valueAt(rest % axis.size()));
      rest /= axis.size();
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < axes.size(); i++) {
      values.put(axes.get(i).name(), reversed.get(axes.size() - 1 - i));
    }
    return values;
  }

  private static long sizeOf(List<Axis> axes) {
    long size = 1;
    for (Axis axis : axes) {
      size = Math.multiplyExact(size, axis.size());
    }
    return size;
  }

  /** A parameter and its values. */
  public sealed interface Axis {
    /** The placeholder's name. */
    String name();

    /** How many values, at least 1. */
    long size();

    /** The value at a position from 0. */
    String valueAt(long position);
  }

  /** Values that are listed. */
  public record Listed(String name, List<String> values) implements Axis {
    public Listed {
      values = List.copyOf(values);
      if (values.isEmpty()) {
        throw new IllegalArgumentException("parameter " + name + " has no value");
      }
    }

    @Override
    public long size() {
      return values.size();
    }

    @Override
    public String valueAt(long position) {
      return values.get(Math.toIntExact(position));
    }
  }

  /** Whole numbers from {@code first} to {@code last}, both included, by {@code step}. */
  public record Range(String name, long first, long last, long step) implements Axis {
    public Range {
      if (step < 1 || last < first) {
        throw new IllegalArgumentException(
            "parameter " + name + ": a range a-b:s needs a <= b and s >= 1");
      }
    }

    @Override
    public long size() {
      return Math.subtractExact(last, first) / step + 1;
    }

    @Override
    public String valueAt(long position) {
      return Long.toString(first + position * step);
    }
  }
}
