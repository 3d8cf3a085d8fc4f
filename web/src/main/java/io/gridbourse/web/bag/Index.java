package io.gridbourse.web.bag;

import io.gridbourse.web.http.Problems;

/** The index of a task in a path. */
public final class Index {
  private Index() {}

  /** The number, or a problem that there is no such task. */
  public static long of(String text) {
    if (!text.matches("[0-9]{1,12}")) {
      throw Problems.notFound("task", text);
    }
    return Long.parseLong(text);
  }
}
