package io.gridbourse.web.http;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Whatever else goes wrong: logged in full with the request's id, told without any detail. */
@Provider
@Priority(100)
public class AnyFailureMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = Logger.getLogger(AnyFailureMapper.class.getName());
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
}
