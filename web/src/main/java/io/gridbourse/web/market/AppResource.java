package io.gridbourse.web.market;

import io.gridbourse.domain.wire.AppRequest;
import io.gridbourse.domain.wire.Views.AppView;
import io.gridbourse.domain.wire.Views.Page;
import io.gridbourse.ejb.market.AppQueries;
import io.gridbourse.ejb.market.RegisterApp;
import io.gridbourse.ejb.market.Registration;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What can be run here. */
@Path("/v1/apps")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "apps")
public class AppResource {
  @Inject private AppQueries apps;

  @EJB private RegisterApp registerApp;

  @Inject private Caller caller;

  @Context private UriInfo uri;

  /** A page of apps by name. */
  @GET
  @Operation(summary = "List apps by name")
  public Page<AppView> list(
      @QueryParam("limit") @DefaultValue("100") int limit, @QueryParam("cursor") String cursor) {
    return apps.list(Limits.rows(limit), Limits.cursor(cursor, Optional::of));
  }

  /** One app. */
  @GET
  @Path("{name}")
  @Operation(summary = "One app, by name or address")
  public AppView find(@PathParam("name") String name) {
    return apps.find(name).orElseThrow(() -> Problems.notFound("app", name));
  }

  /** Registers an app from content that was put before, and offers it. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.PROVIDER)
  @Operation(summary = "Register an app; it is offered at its price")
  @APIResponseSchema(value = AppView.class, responseCode = "201")
  public Response register(AppRequest request) {
    if (request == null) {
      throw Problems.invalid("body", "The body must hold an app.", null);
    }
    Registration outcome = registerApp.register(caller.user(), request);
    if (outcome instanceof Registration.Refused refused) {
      int status = refused.reason() == Registration.Reason.NAME_TAKEN ? 409 : 422;
      throw Problems.refused(
          status, refused.reason(), refused.detail(), refused.field(), refused.remedy());
    }
    AppView app = ((Registration.Accepted) outcome).app();
    return Response.created(uri.getAbsolutePathBuilder().path(app.name()).build())
        .entity(app)
        .build();
  }
}
