package io.gridbourse.web.pool;

import io.gridbourse.domain.wire.ScheduleViews.ReservationRequest;
import io.gridbourse.domain.wire.ScheduleViews.ReservationView;
import io.gridbourse.domain.wire.Views.Page;
import io.gridbourse.ejb.schedule.ReservationAnswer;
import io.gridbourse.ejb.schedule.ReservationQueries;
import io.gridbourse.ejb.schedule.ReservePool;
import io.gridbourse.ejb.users.Role;
import io.gridbourse.web.http.Limits;
import io.gridbourse.web.http.Problems;
import io.gridbourse.web.identity.Caller;
import io.gridbourse.web.identity.Needs;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shares of a pool's workers that are kept for a project for a time. */
@Path("/v1/pools/{pool}/reservations")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "pools")
public class ReservationResource {
  private static final String ID = "r-[0-9a-z]{1,13}";

  @Inject private ReservationQueries reservations;
  @Inject private Caller caller;

  @EJB private ReservePool reservePool;

  /** A page of reservations, those that were made last first. */
  @GET
  @Operation(summary = "List the reservations of a pool")
  public Page<ReservationView> list(
      @PathParam("pool") String pool,
      @QueryParam("limit") @DefaultValue("100") int limit,
      @QueryParam("cursor") String cursor) {
    return reservations
        .list(
            pool,
            Limits.rows(limit),
            Limits.cursor(cursor, text -> Optional.of(text).filter(each -> each.matches(ID))))
        .orElseThrow(() -> Problems.notFound("pool", pool));
  }

  /** Keeps workers for a project. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.OPERATOR)
  @Operation(summary = "Keep a share of the pool's workers for a project for a time")
  @APIResponseSchema(value = ReservationView.class, responseCode = "201")
  public Response reserve(@PathParam("pool") String pool, ReservationRequest request) {
    if (request == null) {
      throw Problems.invalid("body", "The body must say what to reserve.", null);
    }
    return Response.status(Response.Status.CREATED)
        .entity(done(reservePool.reserve(caller.user(), pool, request)))
        .build();
  }

  /** Gives a reservation up. */
  @POST
  @Path("{reservation}/release")
  @Needs(Role.OPERATOR)
  @Operation(summary = "Give a reservation up before its end")
  public ReservationView release(
      @PathParam("pool") String pool, @PathParam("reservation") String reservation) {
    return done(reservePool.release(reservation));
  }

  private static ReservationView done(ReservationAnswer answer) {
    if (answer instanceof ReservationAnswer.Refused refused) {
      int status =
          switch (refused.reason()) {
            case NO_SUCH_POOL, NO_SUCH_RESERVATION -> 404;
            case VALUE_INVALID -> 400;
            case RESERVED_ALREADY -> 409;
          };
      throw Problems.refused(
          status, refused.reason(), refused.detail(), refused.field(), refused.remedy());
    }
    return ((ReservationAnswer.Done) answer).reservation();
  }
}
