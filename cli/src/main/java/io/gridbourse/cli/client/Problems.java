package io.gridbourse.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gridbourse.cli.CommandFailed;
import io.gridbourse.cli.ExitCode;
import io.gridbourse.cli.output.Column;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Turns what a server refuses into the end of a command. */
final class Problems {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Refusals that no change of the request's form mends: someone else or a limit is in the way. */
  private static final Set<String> LIMITS =
      Set.of(
          "NO_FUNDS",
          "NO_JURY",
          "NO_POOL_FITS",
          "NOT_INSURABLE",
          "OVER_BUDGET",
          "PRICE_ABOVE_MAX",
          "POOL_STAKE_LOW",
          "BODY_TOO_LARGE",
          "IDEMPOTENCY_CONFLICT",
          "LEASE_STALE");

  private Problems() {}

  /** The end that fits a status and the body that came with it. */
  static CommandFailed of(int status, byte[] body, String request) {
    JsonNode problem = read(body);
    String code = Column.text(problem.path("code"));
    String detail = Column.text(problem.path("detail"));
    String title = Column.text(problem.path("title"));
    String what = !detail.isEmpty() ? detail : !title.isEmpty() ? title : "no reason was given";
    String named = code.isEmpty() ? "the server answered " + status + " to " + request : code;
    return new CommandFailed(
        exitCode(status, code),
        named + ": " + what,
        Column.text(problem.path("field")),
        Column.text(problem.path("limit")),
        remedy(status, Column.text(problem.path("remedy"))));
  }

  private static ExitCode exitCode(int status, String code) {
    if (LIMITS.contains(code)) {
      return ExitCode.CONFLICT;
    }
    if (code.equals("UNKNOWN_APP") || code.equals("UNKNOWN_INPUT")) {
      return ExitCode.NOT_FOUND;
    }
    return switch (status) {
      case 401, 403 -> ExitCode.NOT_ALLOWED;
      case 404, 410 -> ExitCode.NOT_FOUND;
      case 402, 409, 412, 413, 429, 507 -> ExitCode.CONFLICT;
      default -> status >= 400 && status < 500 ? ExitCode.USAGE : ExitCode.SERVER;
    };
  }

  private static String remedy(int status, String said) {
    if (!said.isEmpty()) {
      return said;
    }
    return switch (status) {
      case 401 -> "run: gridbourse login, or set GRIDBOURSE_TOKEN";
      case 500, 502, 503, 504 -> "look at the server's log";
      default -> "";
    };
  }

  private static JsonNode read(byte[] body) {
    try {
      return JSON.readTree(new String(body, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
