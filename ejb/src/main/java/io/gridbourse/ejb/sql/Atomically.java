package io.gridbourse.ejb.sql;

import java.util.function.Supplier;

/** Runs work in a transaction of its own: all of it is stored, or nothing. */
public interface Atomically {
  /** Runs {@code work} and commits; what it throws rolls back. */
  <T> T call(Supplier<T> work);

  /** As {@link #call} without a result. */
  default void run(Runnable work) {
    call(
        () -> {
          work.run();
          return Boolean.TRUE;
        });
  }
}
