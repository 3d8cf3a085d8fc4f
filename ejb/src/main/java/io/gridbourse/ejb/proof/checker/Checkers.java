package io.gridbourse.ejb.proof.checker;

import io.gridbourse.domain.proof.ResultChecker;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The checkers that this server has, by the names that apps state. */
public final class Checkers {
  private static final Checkers ALL = new Checkers(List.of(new VanityChecker()));

  private final SortedMap<String, ResultChecker> byName = new TreeMap<>();

  Checkers(List<ResultChecker> checkers) {
    for (ResultChecker checker : checkers) {
      if (byName.put(checker.name(), checker) != null) {
        throw new IllegalArgumentException("two checkers are named " + checker.name());
      }
    }
  }

  /** All of them. They hold no state, so threads may share them. */
  public static Checkers all() {
    return ALL;
  }

  public Optional<ResultChecker> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** For messages: what an app may state. */
  public SortedSet<String> names() {
    return new TreeSet<>(byName.keySet());
  }
}
