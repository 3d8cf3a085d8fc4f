package io.gridbourse.web.pool;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.TrustViews.OwnerRequest;
import io.gridbourse.domain.wire.TrustViews.PairView;
import io.gridbourse.domain.wire.TrustViews.StandingView;
import io.gridbourse.domain.wire.Views.Page;
import io.gridbourse.ejb.proof.TrustQueries;
import io.gridbourse.ejb.users.Role;
import io.gridbourse.web.http.Problems;
import io.gridbourse.web.identity.Needs;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How far workers can be believed. */
@Path("/v1/workers")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "workers")
public class WorkerTrustResource {
  @Inject private TrustQueries trust;

  /** Checks, valid results, and what speaks against a worker. */
  @GET
  @Path("{address}/standing")
  @Operation(summary = "How far a worker can be believed: checks passed, streak, caught, suspected")
  public StandingView standing(@PathParam("address") String address) {
    return trust.standing(address).orElseThrow(() -> Problems.notFound("worker", address));
  }

  /** Lets a caught worker take part again, as one of which nothing is known. */
  @POST
  @Path("{address}/pardon")
  @Needs(Role.OPERATOR)
  @Operation(summary = "Let a worker that failed a check take part again, as a new one")
  public StandingView pardon(@PathParam("address") String address) {
    return trust.pardon(address).orElseThrow(() -> Problems.notFound("worker", address));
  }

  /** Says whose a worker is, so that replicas go to different owners. */
  @POST
  @Path("{address}/owner")
  @Needs(Role.OPERATOR)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Say whose a worker is: replicas of a task go to different owners")
  public StandingView own(@PathParam("address") String address, OwnerRequest request) {
    return trust
        .own(address, owner(request))
        .orElseThrow(() -> Problems.notFound("worker", address));
  }

  private static Address owner(OwnerRequest request) {
    try {
      return new Address(request.owner().toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException | NullPointerException e) {
      throw Problems.invalid(
          "owner", "An owner is an address.", "0x and 40 hex digits in small letters");
    }
  }

  /** Pairs of workers that are kept apart. */
  @GET
  @Path("pairs")
  @Needs(Role.OPERATOR)
  @Operation(
      summary = "Pairs of workers that agree against the rest too often; they are kept apart")
  public Page<PairView> pairs() {
    return new Page<>(trust.pairs(), null);
  }
}
