package io.gridbourse.web.market;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.wire.Views.DealView;
import io.gridbourse.domain.wire.Views.Page;
import io.gridbourse.ejb.market.DealQueries;
import io.gridbourse.web.http.Limits;
import io.gridbourse.web.http.Problems;
import io.gridbourse.web.identity.Caller;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Orders that were matched, as the ledger has them. */
@Path("/v1/deals")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "deals")
public class DealResource {
  @Inject private DealQueries deals;

  @Inject private Caller caller;

  /** A page of the caller's deals, newest first. */
  @GET
  @Operation(summary = "List deals, newest first")
  public Page<DealView> list(
      @QueryParam("limit") @DefaultValue("100") int limit, @QueryParam("cursor") String cursor) {
    return deals.list(caller.user(), Limits.rows(limit), Limits.cursor(cursor, DealResource::deal));
  }

  private static Optional<DealId> deal(String text) {
    try {
      return Optional.of(new DealId(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** One deal. */
  @GET
  @Path("{deal}")
  @Operation(summary = "One deal, by its id on the ledger")
  public DealView find(@PathParam("deal") String deal) {
    return deals.find(caller.user(), deal).orElseThrow(() -> Problems.notFound("deal", deal));
  }
}
