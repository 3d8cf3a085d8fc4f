package io.gridbourse.domain.schedule;

import io.gridbourse.domain.value.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * What a host must have fetched before it can run tasks of a bag: its program, its dataset, its
 * inputs.
 *
 * @param key equal for bags that need the same; empty if nothing is needed
 * @param sizes bytes by {@link Sha256#prefix}
 */
public record BagContents(String key, Map<Long, Long> sizes) {
  /** Nothing is needed, or nothing that counts. */
  public static final BagContents NONE = new BagContents("", Map.of());

  /** Steps of the share that a host has: quarters. */
  public static final int STEPS = 4;

  private static final int KEY_DIGITS = 12;

  public BagContents {
    sizes = Map.copyOf(sizes);
  }

  /**
   * The contents of these names.
   *
   * @param sizes bytes by name, not negative
   */
  public static BagContents of(Map<Sha256, Long> sizes) {
    if (sizes.isEmpty()) {
      return NONE;
    }
    Map<String, Long> sorted = new TreeMap<>();
    Map<Long, Long> byPrefix = new HashMap<>();
    sizes.forEach(
        (name, bytes) -> {
          sorted.put(name.hex(), bytes);
          byPrefix.put(name.prefix(), bytes);
        });
    byte[] text = String.join(" ", sorted.keySet()).getBytes(StandardCharsets.UTF_8);
    return new BagContents(Sha256.of(text).hex().substring(0, KEY_DIGITS), byPrefix);
  }

  /** Bytes that a host fetches that has nothing of it. */
  public long bytes() {
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * The share of the bytes that a host has, in quarters, rounded: 0 to {@link #STEPS}.
   *
   * @param has whether it has the content of a prefix
   */
  public int stepAtHand(LongPredicate has) {
    long all = bytes();
    long there = 0;
    for (Map.Entry<Long, Long> each : sizes.entrySet()) {
      there += has.test(each.getKey()) ? each.getValue() : 0;
    }
    return all == 0 ? STEPS : (int) Math.round((double) STEPS * there / all);
  }
}
