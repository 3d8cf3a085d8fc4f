package io.gridbourse.domain.proof;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.roaringbitmap.RoaringBitmap;

/** Tasks that belong to no slice yet, as disjoint ranges of offsets; neighbours are merged. */
final class FreshRanges {
  private final TreeMap<Integer, Integer> countByOffset = new TreeMap<>();
  private int tasks;

  FreshRanges(int tasks) {
    put(0, tasks);
  }

  /** Tasks in all ranges. */
  int tasks() {
    return tasks;
  }

  boolean isEmpty() {
    return countByOffset.isEmpty();
  }

  /** Adds tasks that are in no range. */
  void put(int offset, int count) {
    int from = offset;
    int length = count;
    Map.Entry<Integer, Integer> before = countByOffset.lowerEntry(offset);
    if (before != null && before.getKey() + before.getValue() == offset) {
      from = before.getKey();
      length += before.getValue();
    }
    Integer after = countByOffset.remove(offset + count);
    countByOffset.put(from, length + (after == null ? 0 : after));
    tasks += count;
  }

  /** The first range: offset and number of tasks. */
  Optional<int[]> first() {
    return Optional.ofNullable(countByOffset.firstEntry())
        .map(range -> new int[] {range.getKey(), range.getValue()});
  }

  /** Takes up to {@code count} tasks from the first range: offset and number taken. */
  Optional<int[]> takeFirst(int count) {
    Map.Entry<Integer, Integer> first = countByOffset.firstEntry();
    if (first == null) {
      return Optional.empty();
    }
    int taken = Math.min(count, first.getValue());
    take(first.getKey(), taken);
    return Optional.of(new int[] {first.getKey(), taken});
  }

  /** Takes exactly these tasks; false, and nothing is taken, if not all of them are here. */
  boolean take(int offset, int count) {
    Map.Entry<Integer, Integer> range = countByOffset.floorEntry(offset);
    if (range == null || range.getKey() + range.getValue() < offset + count) {
      return false;
    }
    int from = range.getKey();
    int end = from + range.getValue();
    countByOffset.remove(from);
    if (from < offset) {
      countByOffset.put(from, offset - from);
    }
    if (offset + count < end) {
      countByOffset.put(offset + count, end - offset - count);
    }
    tasks -= count;
    return true;
  }

  /** All offsets as a bitmap. */
  RoaringBitmap bitmap() {
    RoaringBitmap bitmap = new RoaringBitmap();
    countByOffset.forEach((offset, count) -> bitmap.add((long) offset, (long) offset + count));
    return bitmap;
  }
}
