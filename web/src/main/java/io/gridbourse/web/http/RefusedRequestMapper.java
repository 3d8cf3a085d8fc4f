package io.gridbourse.web.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** A refusal by the container itself: no such path, no such method, no such media type. */
@Provider
public class RefusedRequestMapper implements ExceptionMapper<WebApplicationException> {
  @Override
  public Response toResponse(WebApplicationException refusal) {
    if (refusal.getCause() instanceof ProblemException problem) {
      return Problems.respond(problem.problem());
    }
    Response original = refusal.getResponse();
    int status = original.getStatus();
    Response problem = Problems.respond(Problems.of(status, code(status), detail(status)));
    String allow = original.getHeaderString("Allow");
    return allow == null ? problem : Response.fromResponse(problem).header("Allow", allow).build();
  }

  private static String code(int status) {
    return switch (status) {
      case 400 -> "BAD_REQUEST";
      case 401 -> "TOKEN_INVALID";
      case 403 -> "NOT_ALLOWED";
      case 404 -> "NOT_FOUND";
      case 405 -> "METHOD_NOT_ALLOWED";
      case 406 -> "NOT_ACCEPTABLE";
      case 413 -> "BODY_TOO_LARGE";
      case 415 -> "UNSUPPORTED_MEDIA_TYPE";
      case 503 -> "UNAVAILABLE";
      default -> status < 500 ? "BAD_REQUEST" : "INTERNAL";
    };
  }

  private static String detail(int status) {
    return switch (status) {
      case 404 -> "There is nothing at this path.";
      case 405 -> "This path does not take this method; the Allow header names those it takes.";
      case 406 -> "This path has no answer in the media types that the Accept header names.";
      case 415 -> "This path does not take this Content-Type.";
      default -> "The request cannot be understood.";
    };
  }
}
