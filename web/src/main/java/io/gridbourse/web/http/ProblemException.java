package io.gridbourse.web.http;

import io.gridbourse.domain.wire.Views.Problem;

/** A request is refused; the problem is all that the client learns. */
public final class ProblemException extends RuntimeException {
  /** RFC 9457. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ProblemException(Problem problem) {
    super(problem.code() + ": " + problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** What to tell the client. */
  public Problem problem() {
    return problem;
  }
}
