package io.gridbourse.web.bag;

import io.gridbourse.domain.wire.ScheduleViews.LeaseWhyView;
import io.gridbourse.ejb.bag.WhyLeases;
import io.gridbourse.web.http.ProblemException;
import io.gridbourse.web.http.Problems;
import io.gridbourse.web.identity.Caller;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Leases, as the record and the workers name them. */
@Path("/v1/leases")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "tasks")
public class LeaseResource {
  @Inject private WhyLeases leases;
  @Inject private Caller caller;

  /** Why a worker was leased these tasks and not others. */
  @GET
  @Path("{lease}/why")
  @Operation(summary = "Why a lease was granted, with the ranking that led to it")
  public LeaseWhyView why(@PathParam("lease") String lease) {
    WhyLeases.Answer answer =
        leases.why(caller.user(), lease).orElseThrow(() -> Problems.notFound("lease", lease));
    if (answer instanceof WhyLeases.Answer.Forgotten forgotten) {
      throw new ProblemException(
          Problems.of(
              410,
              "FORGOTTEN",
              forgotten.detail(),
              "ask soon after the lease, and the node that granted it"));
    }
    return ((WhyLeases.Answer.Known) answer).view();
  }
}
