package io.gridbourse.web.iexec;

import io.gridbourse.ejb.market.ServedPools;
import io.gridbourse.ejb.settings.ChainSettings;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** Tells where a pool can be asked about its tasks. */
@Path("/{chain: [0-9]{1,20}}/workerpools")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class CompassResource {
  @Inject private ServedPools pools;

  @Inject private ChainSettings chain;

  @Context private UriInfo uri;

  /** Where a pool answers: here, for the pools of this installation. */
  public record PoolPlace(String apiUrl) {}

  /** The place of a pool. */
  @GET
  @Path("{pool}")
  public Response find(@PathParam("chain") String chainId, @PathParam("pool") String pool) {
    if (!chainId.equals(Long.toString(chain.chainId()))) {
      return Refusal.answer(404, "chain " + chainId + " is not this installation's");
    }
    return pools.serves(Refusal.address("the pool", pool))
        ? Response.ok(new PoolPlace(ServerPlace.of(uri))).build()
        : Refusal.answer(404, "no pool " + pool + " is run here");
  }
}
