package io.gridbourse.web.http;

import io.gridbourse.ejb.chain.ChainUnavailable;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Whatever else goes wrong: logged in full with the request's id, told without any detail. */
@Provider
@Priority(100)
public class AnyFailureMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = Logger.getLogger(AnyFailureMapper.class.getName());
  private static final String RETRY_AFTER_SECONDS = "2";
  private static final int CAUSES_MAX = 20;

  @Context private HttpServletRequest request;

  @Inject
  public AnyFailureMapper() {}

  @Override
  public Response toResponse(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
      if (cause instanceof ProblemException problem) {
        return Problems.respond(problem.problem());
      }
      if (cause instanceof ChainUnavailable) {
        return unavailable("LEDGER_UNAVAILABLE", "The ledger's chain does not answer.");
      }
      if (cause instanceof SQLException sql && isAway(sql)) {
        return unavailable("DATABASE_UNAVAILABLE", "The database does not answer.");
      }
      cause = cause.getCause();
    }
    String id = RequestIdFilter.of(request);
    LOG.log(Level.SEVERE, failure, () -> "request failed id=" + id);
    return Problems.respond(
        Problems.of(
            500,
            "INTERNAL",
            "The server failed at this request; its log says more under id %s.".formatted(id),
            "Try again; if it stays, tell the administrator the id."));
  }

  /** Lost connections, a server that stops, and a pool without a free connection. */
  private static boolean isAway(SQLException failure) {
    String state = failure.getSQLState();
    return failure instanceof SQLTransientException
        || (state != null && (state.startsWith("08") || state.startsWith("57P")))
        || String.valueOf(failure.getMessage()).contains("Error in allocating a connection");
  }

  private static Response unavailable(String code, String detail) {
    LOG.warning(() -> "request refused code=" + code);
    return Response.fromResponse(
            Problems.respond(Problems.of(503, code, detail, "Try again in a moment.")))
        .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
        .build();
  }
}
