package io.gridbourse.web.pool;

import io.gridbourse.domain.pool.Site;
import io.gridbourse.domain.wire.Views.EnrolmentToken;
import io.gridbourse.domain.wire.Views.Page;
import io.gridbourse.domain.wire.Views.WorkerView;
import io.gridbourse.ejb.pool.IssueEnrolmentToken;
import io.gridbourse.ejb.pool.WorkerQueries;
import io.gridbourse.ejb.users.Role;
import io.gridbourse.web.http.Limits;
import io.gridbourse.web.http.Problems;
import io.gridbourse.web.identity.Needs;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Workers, as people see them. */
@Path("/v1/workers")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "workers")
public class PoolWorkerResource {
  @Inject private WorkerQueries workers;

  @EJB private IssueEnrolmentToken issueEnrolmentToken;

  /** A page of workers by name. */
  @GET
  @Operation(summary = "List workers by name")
  public Page<WorkerView> list(
      @QueryParam("limit") @DefaultValue("100") int limit, @QueryParam("cursor") String cursor) {
    return workers.list(Limits.rows(limit), Limits.cursor(cursor, Limits::address));
  }

  /** One worker. */
  @GET
  @Path("{address}")
  @Operation(summary = "One worker, by address")
  public WorkerView find(@PathParam("address") String address) {
    return workers.find(address).orElseThrow(() -> Problems.notFound("worker", address));
  }

  /** A token for a worker to enrol with; it is told only now. */
  @POST
  @Path("tokens")
  @Needs(Role.OPERATOR)
  @Operation(summary = "Issue a one-time token for a worker to enrol with")
  @APIResponseSchema(value = EnrolmentToken.class, responseCode = "201")
  public Response issue(
      @Parameter(description = "where the worker stands; 1 to 63 of a-z, 0-9, hyphen and dot")
          @QueryParam("site")
          String site) {
    return Response.status(Response.Status.CREATED)
        .header("Cache-Control", "no-store")
        .entity(issueEnrolmentToken.issue(site(site)))
        .build();
  }

  private static Optional<Site> site(String name) {
    try {
      return Optional.ofNullable(name).map(Site::new);
    } catch (IllegalArgumentException e) {
      throw Problems.invalid(
          "site",
          "A site is small letters, digits, hyphens and dots, as eu.grenoble.",
          "1 to 63 characters");
    }
  }
}
