package io.gridbourse.web.worker;

import com.fasterxml.jackson.core.JacksonException;
import io.gridbourse.domain.pool.Worker;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.domain.wire.JuryWire;
import io.gridbourse.domain.wire.WorkerWire;
import io.gridbourse.ejb.data.ContentStore;
import io.gridbourse.ejb.pool.AuthenticateWorker;
import io.gridbourse.ejb.pool.EnrolWorker;
import io.gridbourse.ejb.pool.Joining;
import io.gridbourse.ejb.proof.collusion.WorkerPlaces;
import io.gridbourse.ejb.proof.court.ServeJurors;
import io.gridbourse.ejb.schedule.DeclareWorker;
import io.gridbourse.ejb.schedule.ExchangeWithWorker;
import io.gridbourse.ejb.start.Json;
import io.gridbourse.web.http.BodyLimit;
import io.gridbourse.web.http.ProblemException;
import io.gridbourse.web.http.Problems;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What workers ask. Requests after the enrolment are signed by the worker's key. */
@Path("/v1")
@RequestScoped
public class WorkerResource {
  private static final Logger LOG = Logger.getLogger(WorkerResource.class.getName());
  private static final byte[] NO_BODY = {};
  @Inject private EnrolWorker enrolWorker;
  @Inject private AuthenticateWorker authenticate;
  @Inject private DeclareWorker declareWorker;
  @Inject private ExchangeWithWorker exchangeWithWorker;
  @Inject private ServeJurors serveJurors;
  @Inject private ContentStore contents;
  @Context private HttpHeaders headers;
  @Context private UriInfo uri;
  @Context private HttpServletRequest servlet;
  @Inject private WorkerPlaces places;

  /** A worker introduces itself with a one-time token. */
  @POST
  @Path("/enrol")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public WorkerWire.Enrolled enrol(WorkerWire.Enrolment enrolment) {
    Joining joining = enrolWorker.enrol(enrolment);
    if (joining instanceof Joining.Accepted accepted) {
      authenticate.forget(new io.gridbourse.domain.value.Address(accepted.enrolled().worker()));
      return accepted.enrolled();
    }
    Joining.Refused refused = (Joining.Refused) joining;
    boolean isForm = refused.reason() == Joining.Reason.ENROLMENT_INVALID;
    throw new ProblemException(
        Problems.of(
            isForm ? 400 : 403,
            refused.reason().name(),
            "The worker may not join: " + refused.detail() + ".",
            "Ask an operator for a new token: POST /api/v1/workers/tokens."));
  }

  /** What the owner of a worker says of it now; it takes the place of what was said before. */
  @POST
  @Path("/declaration")
  @Consumes(MediaType.APPLICATION_JSON)
  public void declare(byte[] body) {
    Worker worker = authenticated("POST", body);
    WorkerWire.Declaration said = read(body, WorkerWire.Declaration.class);
    if (said == null) {
      throw malformed("The body must be an object with labels, accept, gpus and resources.");
    }
    declareWorker
        .declare(worker, said)
        .ifPresent(
            refusal -> {
              throw new ProblemException(
                  Problems.of(400, refusal.code(), refusal.detail() + ".", refusal.remedy() + "."));
            });
    authenticate.forget(worker.address());
  }

  /** One round: results, heartbeat and wish; the answer may wait until there is something. */
  @POST
  @Path("/exchange")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @BodyLimit(bytes = EnrolWorker.BODY_BYTES_MAX)
  public void exchange(byte[] body, @Suspended AsyncResponse response) {
    Worker sender = authenticated("POST", body);
    WorkerWire.Exchange request = checked(read(body, WorkerWire.Exchange.class));
    WorkerWire.HostState host = request.host();
    Worker worker =
        host == null || host.declaration() == null
            ? sender
            : authenticate.declaring(sender, host.declaration());
    places.note(worker, servlet.getRemoteAddr());
    CompletableFuture<WorkerWire.Orders> unused =
        exchangeWithWorker
            .exchange(worker, request)
            .whenComplete(
                (orders, failure) -> {
                  if (failure == null) {
                    response.resume(orders);
                  } else {
                    LOG.log(Level.WARNING, "exchange failed worker=" + worker.address(), failure);
                    response.resume(
                        Response.status(Response.Status.SERVICE_UNAVAILABLE)
                            .header(HttpHeaders.RETRY_AFTER, "1")
                            .type(ProblemException.MEDIA_TYPE)
                            .entity(
                                Problems.of(
                                    503,
                                    "NOT_STORED",
                                    "What was sent could not be stored; nothing of it counts.",
                                    "Send it again."))
                            .build());
                  }
                });
  }

  /** One round of a worker that serves on juries. */
  @POST
  @Path("/jury")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @BodyLimit(bytes = EnrolWorker.BODY_BYTES_MAX)
  public JuryWire.Orders jury(byte[] body) {
    Worker worker = authenticated("POST", body);
    JuryWire.Round round = read(body, JuryWire.Round.class);
    if (round == null || round.sealed() == null || round.shown() == null) {
      throw malformed("sealed and shown must be lists.");
    }
    if (round.sealed().contains(null) || round.shown().contains(null)) {
      throw malformed("A list has a null in it.");
    }
    return serveJurors.serve(worker.address(), round);
  }

  /** Content by its name. */
  @GET
  @Path("/content/{name}")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  public Response content(@PathParam("name") String name) throws IOException {
    authenticated("GET", NO_BODY);
    Sha256 content;
    try {
      content = Sha256.parse(name);
    } catch (IllegalArgumentException e) {
      throw Problems.invalid(
          "name", "Content is named sha256: and 64 hex digits.", "71 characters");
    }
    if (!contents.exists(content)) {
      throw Problems.notFound("content", name);
    }
    return Response.ok(contents.open(content))
        .header(HttpHeaders.CONTENT_LENGTH, contents.size(content).orElseThrow())
        .build();
  }

  private Worker authenticated(String method, byte[] body) {
    return SignedRequests.sender(authenticate, headers, uri, method, body);
  }

  private static <T> T read(byte[] body, Class<T> type) {
    try {
      return Json.mapper().readValue(body, type);
    } catch (JacksonException e) {
      throw malformed(
          "The body is no "
              + type.getSimpleName().toLowerCase(Locale.ROOT)
              + ": "
              + e.getOriginalMessage());
    } catch (IOException e) {
      throw malformed("The body cannot be read.");
    }
  }

  private static WorkerWire.Exchange checked(WorkerWire.Exchange request) {
    if (request == null
        || request.drivers() == null
        || request.holding() == null
        || request.commits() == null
        || request.reveals() == null
        || request.returns() == null) {
      throw malformed("drivers, holding, commits, reveals and returns must be lists.");
    }
    int messages =
        request.commits().size()
            + request.reveals().size()
            + request.returns().size()
            + request.holding().size();
    if (messages > ExchangeWithWorker.MESSAGES_MAX) {
      throw malformed("The body has more than " + ExchangeWithWorker.MESSAGES_MAX + " messages.");
    }
    if (request.commits().contains(null)
        || request.reveals().contains(null)
        || request.returns().contains(null)
        || request.holding().contains(null)
        || request.drivers().contains(null)) {
      throw malformed("A list has a null in it.");
    }
    HostStates.problem(request.host())
        .ifPresent(
            problem -> {
              throw malformed(problem);
            });
    return request;
  }

  private static ProblemException malformed(String detail) {
    return new ProblemException(
        Problems.of(400, "EXCHANGE_MALFORMED", detail, "See the worker protocol, version 1."));
  }
}
