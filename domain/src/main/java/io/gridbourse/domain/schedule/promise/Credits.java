package io.gridbourse.domain.schedule.promise;

import java.util.HashMap;
import java.util.Map;

/**
 * Credits of one user: free, set aside for bags, spent. No operation makes any of them negative,
 * and at all times deposited = free + set aside + spent. Not safe for use by several threads: its
 * owner locks it.
 */
public final class Credits {
  private long deposited;
  private long free;
  private long spent;
  private final Map<String, Long> setAside = new HashMap<>();

  /** Adds credits. */
  public void deposit(long credits) {
    require(credits);
    deposited = Math.addExact(deposited, credits);
    free += credits;
  }

  /** Sets credits aside for a bag, all or nothing. */
  public boolean setAside(String bag, long credits) {
    require(credits);
    if (credits > free) {
      return false;
    }
    free -= credits;
    setAside.merge(bag, credits, Long::sum);
    return true;
  }

  /** Spends what was set aside for a bag, as far as it goes; returns how much that was. */
  public long spend(String bag, long credits) {
    require(credits);
    long paid = Math.min(credits, left(bag));
    setAside.merge(bag, -paid, Long::sum);
    spent += paid;
    return paid;
  }

  /** Frees what is left of a bag's credits; returns how much that was. */
  public long release(String bag) {
    Long rest = setAside.remove(bag);
    long released = rest == null ? 0 : rest;
    free += released;
    return released;
  }

  /** What is set aside for a bag. */
  public long left(String bag) {
    return setAside.getOrDefault(bag, 0L);
  }

  /** What can be set aside. */
  public long free() {
    return free;
  }

  /** What was spent. */
  public long spent() {
    return spent;
  }

  /** What was ever deposited. */
  public long deposited() {
    return deposited;
  }

  private static void require(long credits) {
    if (credits < 0) {
      throw new PromiseRefusal("credits", "at least 0", credits);
    }
  }
}
