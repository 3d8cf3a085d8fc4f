package io.gridbourse.worker.link;

import io.gridbourse.domain.wire.Views;

/** The server understood and says no. */
public final class ServerRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  public ServerRefusedException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static ServerRefusedException of(Views.Problem problem, int status) {
    StringBuilder text = new StringBuilder();
    text.append(problem.detail() == null ? problem.title() : problem.detail());
    if (problem.field() != null) {
      text.append(" (field ").append(problem.field()).append(')');
    }
    if (problem.remedy() != null) {
      text.append(". ").append(problem.remedy());
    }
    String code = problem.code() == null ? "HTTP_" + status : problem.code();
    return new ServerRefusedException(status, code, text.toString());
  }

  public int status() {
    return status;
  }

  /** The stable code of the problem. */
  public String code() {
    return code;
  }

  /** Whether it is about who the worker is, not about what it sent. */
  public boolean isAboutIdentity() {
    return status == 401 || status == 403;
  }
}
