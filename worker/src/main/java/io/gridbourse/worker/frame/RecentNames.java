package io.gridbourse.worker.frame;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The names that were used last, oldest first. Agent and child keep the same list, so that the
 * agent knows what the child still has.
 */
public final class RecentNames {
  /** Modules that a child keeps. */
  public static final int MODULES_MAX = 4;

  /** Programs that a child keeps. */
  public static final int PROGRAMS_MAX = 8;

  private final int sizeMax;
  private final Set<String> names = new LinkedHashSet<>();

  public RecentNames(int sizeMax) {
    this.sizeMax = sizeMax;
  }

  /** Makes a name the latest and drops what is too old; true if it was not there. */
  public boolean touch(String name) {
    boolean fresh = !names.remove(name);
    names.add(name);
    if (names.size() > sizeMax) {
      names.remove(names.iterator().next());
    }
    return fresh;
  }

  public boolean contains(String name) {
    return names.contains(name);
  }
}
