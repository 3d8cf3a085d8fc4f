package io.gridbourse.web.worker;

import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.ejb.data.StoredCheckpoints;
import io.gridbourse.ejb.pool.AuthenticateWorker;
import io.gridbourse.ejb.schedule.KeepCheckpoint;
import io.gridbourse.web.http.BodyLimit;
import io.gridbourse.web.http.ProblemException;
import io.gridbourse.web.http.Problems;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.time.Instant;
import java.util.OptionalLong;

/** What unfinished tasks saved of themselves, from worker to worker. */
@Path("/v1/checkpoints")
@RequestScoped
public class CheckpointResource {
  private static final byte[] NO_BODY = {};
  @Inject private AuthenticateWorker authenticate;
  @Inject private KeepCheckpoint keepCheckpoint;
  @Inject private StoredCheckpoints checkpoints;
  @Context private HttpHeaders headers;
  @Context private UriInfo uri;

  /** A worker keeps the newest checkpoint of a task that it has under lease. */
  @PUT
  @Path("{lease}/{fence}/{task}")
  @Consumes(MediaType.APPLICATION_OCTET_STREAM)
  @BodyLimit(bytes = StoredCheckpoints.BYTES_MAX)
  public Response keep(
      @PathParam("lease") String lease,
      @PathParam("fence") String fence,
      @PathParam("task") String task,
      byte[] body)
      throws IOException {
    byte[] bytes = body == null ? NO_BODY : body;
    Worker worker = SignedRequests.sender(authenticate, headers, uri, "PUT", bytes);
    KeepCheckpoint.Outcome outcome =
        keepCheckpoint.keep(
            new KeepCheckpoint.Sent(
                worker.address(),
                lease,
                number("fence", fence),
                number("task", task),
                Instant.ofEpochMilli(Long.parseLong(headers.getHeaderString(SignedRequests.TIME))),
                bytes));
    return switch (outcome) {
      case STORED, STALE -> Response.noContent().build();
      case FULL ->
          throw refused(
              413,
              "CHECKPOINTS_FULL",
              "The checkpoints of this worker take more than 1 GiB.",
              "Finish tasks, or let them save less.");
      case LEASE_STALE ->
          throw refused(
              409,
              outcome.name(),
              "This worker does not hold that lease, or the task is not in it.",
              "Drop the checkpoint.");
      case NOT_WANTED ->
          throw refused(409, outcome.name(), "The bag keeps no checkpoints.", "Send none.");
      case EMPTY ->
          throw refused(
              400, "CHECKPOINT_EMPTY", "The checkpoint has no bytes.", "Send 1 byte to 32 MiB.");
    };
  }

  /** A checkpoint by its name. */
  @GET
  @Path("{name}")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  public Response find(@PathParam("name") String name) throws IOException {
    SignedRequests.sender(authenticate, headers, uri, "GET", NO_BODY);
    Sha256 content;
    try {
      content = Sha256.parse(name);
    } catch (IllegalArgumentException e) {
      throw Problems.invalid(
          "name", "A checkpoint is named sha256: and 64 hex digits.", "71 characters");
    }
    OptionalLong size = checkpoints.size(content);
    if (size.isEmpty()) {
      throw Problems.notFound("checkpoint", name);
    }
    return Response.ok(checkpoints.open(content))
        .header(HttpHeaders.CONTENT_LENGTH, size.getAsLong())
        .build();
  }

  private static long number(String field, String digits) {
    if (!digits.matches("[0-9]{1,18}")) {
      throw Problems.invalid(field, "A whole number is wanted.", "0 to 10^18");
    }
    return Long.parseLong(digits);
  }

  private static ProblemException refused(int status, String code, String detail, String remedy) {
    return new ProblemException(Problems.of(status, code, detail, remedy));
  }
}
