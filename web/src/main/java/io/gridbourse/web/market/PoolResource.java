package io.gridbourse.web.market;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.Views.Page;
import io.gridbourse.domain.wire.Views.PoolView;
import io.gridbourse.ejb.market.AdoptPool;
import io.gridbourse.ejb.market.Adoption;
import io.gridbourse.ejb.market.PoolQueries;
import io.gridbourse.ejb.users.Role;
import io.gridbourse.web.http.Limits;
import io.gridbourse.web.http.Problems;
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
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who runs tasks, and for how much. */
@Path("/v1/pools")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "pools")
public class PoolResource {
  @Inject private PoolQueries pools;

  @EJB private AdoptPool adoptPool;

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

  /**
   * The owner's key of a pool; it goes to the keystore folder and nowhere else.
   *
   * @param keystore a keystore file of version 3, as text
   * @param password what opens it
   */
  public record AdoptionRequest(String keystore, String password) {
    @Override
    public String toString() {
      return "AdoptionRequest[...]";
    }
  }

  /** Runs a pool here that was deployed with other tools. */
  @POST
  @Path("{pool}/adoption")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.OPERATOR)
  @Operation(summary = "Run a pool that was deployed with other tools, with its owner's key")
  public PoolView adopt(@PathParam("pool") String pool, AdoptionRequest request) {
    if (request == null || request.keystore() == null || request.password() == null) {
      throw Problems.invalid("body", "The body must hold a keystore and its password.", null);
    }
    if (request.keystore().length() > AdoptPool.KEYSTORE_MAX) {
      throw Problems.invalid(
          "keystore", "The keystore is too long.", AdoptPool.KEYSTORE_MAX + " characters");
    }
    Address address;
    try {
      address = new Address(pool.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Problems.invalid("pool", "A pool is named by its address.", "0x and 40 hex digits");
    }
    Adoption outcome = adoptPool.adopt(address, request.keystore(), request.password());
    if (outcome instanceof Adoption.Refused refused) {
      int status = refused.reason() == Adoption.Reason.NO_SUCH_POOL ? 404 : 422;
      throw Problems.refused(
          status, refused.reason(), refused.detail(), refused.field(), refused.remedy());
    }
    return pools.find(address.hex()).orElseThrow(() -> Problems.notFound("pool", pool));
  }
}
