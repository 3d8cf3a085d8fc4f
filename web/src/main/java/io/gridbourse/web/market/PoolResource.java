package io.gridbourse.web.market;

import io.gridbourse.domain.wire.Views.Page;
import io.gridbourse.domain.wire.Views.PoolView;
import io.gridbourse.ejb.market.PoolQueries;
import io.gridbourse.web.http.Limits;
import io.gridbourse.web.http.Problems;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who runs tasks, and for how much. */
@Path("/v1/pools")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "pools")
public class PoolResource {
  @Inject private PoolQueries pools;

  /** A page of pools with their offers. */
  @GET
  @Operation(summary = "List pools with what they offer")
  public Page<PoolView> list(
      @QueryParam("limit") @DefaultValue("100") int limit, @QueryParam("cursor") String cursor) {
    return pools.list(Limits.rows(limit), Limits.cursor(cursor, Limits::address));
  }

  /** One pool. */
  @GET
  @Path("{pool}")
  @Operation(summary = "One pool, by address or description")
  public PoolView find(@PathParam("pool") String pool) {
    return pools.find(pool).orElseThrow(() -> Problems.notFound("pool", pool));
  }
}
