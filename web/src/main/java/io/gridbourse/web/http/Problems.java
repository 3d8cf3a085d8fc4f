package io.gridbourse.web.http;

import io.gridbourse.domain.wire.Views.Problem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Locale;

/** Problems by their stable codes. */
public final class Problems {
  private static final String TYPE_PREFIX = "urn:gridbourse:problem:";

  private Problems() {}

  /** A problem with a code and a detail alone. */
  public static Problem of(int status, String code, String detail) {
    return of(status, code, detail, null, null, null);
  }

  /** A problem with a remedy. */
  public static Problem of(int status, String code, String detail, String remedy) {
    return of(status, code, detail, null, null, remedy);
  }

  /** A problem in full; {@code field}, {@code limit} and {@code remedy} may be null. */
  public static Problem of(
      int status, String code, String detail, String field, String limit, String remedy) {
    String words = code.toLowerCase(Locale.ROOT);
    String title = words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    return new Problem(
        TYPE_PREFIX + words.replace('_', '-'),
        title.replace('_', ' '),
        status,
        code,
        detail,
        field,
        limit,
        remedy);
  }

  /** No such object, or not one of the asker's: both look the same. */
  public static ProblemException notFound(String what, String id) {
    return new ProblemException(
        of(404, "NOT_FOUND", "There is no %s %s.".formatted(what, shorten(id))));
  }

  /** The asker is known but lacks the role. */
  public static ProblemException notAllowed(String role) {
    return new ProblemException(
        of(
            403,
            "NOT_ALLOWED",
            "This needs the role %s.".formatted(role),
            "Ask an administrator for the role, or use another token."));
  }

  /** What the use case refused, with the reason as the stable code. */
  public static ProblemException refused(
      int status, Enum<?> reason, String detail, String field, String remedy) {
    return new ProblemException(of(status, reason.name(), detail, field, null, remedy));
  }

  /** A parameter cannot be used. */
  public static ProblemException invalid(String field, String detail, String limit) {
    return new ProblemException(
        of(400, "INVALID_PARAMETER", detail, field, limit, "Correct the parameter."));
  }

  static Response respond(Problem problem) {
    Response.ResponseBuilder response =
        Response.status(problem.status()).type(ProblemException.MEDIA_TYPE).entity(problem);
    if (problem.status() == 401) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"gridbourse\"");
    }
    return response.build();
  }

  private static String shorten(String id) {
    String clean = id.replaceAll("[^\\x20-\\x7e]", "?");
    return clean.length() <= 80 ? clean : clean.substring(0, 80) + "...";
  }
}
