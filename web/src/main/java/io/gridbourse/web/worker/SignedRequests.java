package io.gridbourse.web.worker;

import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.Views.Problem;
import io.gridbourse.ejb.pool.AuthenticateWorker;
import io.gridbourse.ejb.pool.AuthenticateWorker.Refusal;
import io.gridbourse.web.http.ProblemException;
import io.gridbourse.web.http.Problems;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.util.Objects;

/** Requests that a worker signed. */
final class SignedRequests {
  /** Header with the time under which a request was signed, in epoch milliseconds. */
  static final String TIME = "X-Gridbourse-Time";

  private static final byte[] NO_BODY = {};

  private SignedRequests() {}

  /**
   * The enrolled worker that sent a request.
   *
   * @throws ProblemException that says why the request is refused
   */
  static Worker sender(
      AuthenticateWorker authenticate,
      HttpHeaders headers,
      UriInfo uri,
      String method,
      byte[] body) {
    AuthenticateWorker.Verdict verdict =
        authenticate.check(
            new AuthenticateWorker.Signed(
                headers.getHeaderString("X-Gridbourse-Worker"),
                headers.getHeaderString(TIME),
                headers.getHeaderString("X-Gridbourse-Signature"),
                method,
                uri.getRequestUri().getRawPath(),
                Sha256.of(Objects.requireNonNullElse(body, NO_BODY))));
    return verdict
        .worker()
        .orElseThrow(() -> new ProblemException(problem(verdict.refusal().orElseThrow())));
  }

  private static Problem problem(Refusal refusal) {
    return switch (refusal) {
      case HEADERS_INVALID ->
          Problems.of(
              401,
              refusal.name(),
              "The headers X-Gridbourse-Worker, -Time and -Signature are missing or malformed.",
              "Sign the request with the worker's key.");
      case TIME_SKEWED ->
          Problems.of(
              401,
              refusal.name(),
              "The request's time is more than five minutes off.",
              "Keep an offset from the server's time, as serverTime tells it.");
      case REPLAYED ->
          Problems.of(
              401,
              refusal.name(),
              "The request's time is not later than that of the request before.",
              "Let the time grow with every request.");
      case SIGNATURE_INVALID ->
          Problems.of(
              401,
              refusal.name(),
              "The signature is not the worker's, or something else was signed.",
              "Sign keccak256 of method, path, time and the body's SHA-256, joined by newlines.");
      case NOT_ENROLLED ->
          Problems.of(
              403,
              refusal.name(),
              "No worker with this account is enrolled here.",
              "Enrol with a one-time token.");
    };
  }
}
