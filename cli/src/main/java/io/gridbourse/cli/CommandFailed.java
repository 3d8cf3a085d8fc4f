package io.gridbourse.cli;

import java.io.Serial;

/**
 * The end of a command for a reason that its user can understand: what happened, and where known
 * the field, the limit and the remedy.
 */
public final class CommandFailed extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final ExitCode code;
  private final String field;
  private final String limit;
  private final String remedy;

  /**
   * An end with all it can say.
   *
   * @param field the offending field or option, or empty
   * @param limit the limit that was passed, or empty
   * @param remedy what to do about it, or empty
   */
  public CommandFailed(ExitCode code, String what, String field, String limit, String remedy) {
    super(what);
    this.code = code;
    this.field = field;
    this.limit = limit;
    this.remedy = remedy;
  }

  /** An end with what happened and what to do about it. */
  public CommandFailed(ExitCode code, String what, String remedy) {
    this(code, what, "", "", remedy);
  }

  /** The same end, caused by {@code cause}. */
  public CommandFailed because(Throwable cause) {
    initCause(cause);
    return this;
  }

  public ExitCode code() {
    return code;
  }

  /** The lines for standard error: what, field, limit, remedy. */
  public String text() {
    StringBuilder text = new StringBuilder("gridbourse: ").append(getMessage());
    line(text, "field", field);
    line(text, "limit", limit);
    line(text, "remedy", remedy);
    return text.toString();
  }

  private static void line(StringBuilder text, String label, String value) {
    if (!value.isEmpty()) {
      text.append(String.format("%n  %-7s %s", label + ":", value));
    }
  }
}
