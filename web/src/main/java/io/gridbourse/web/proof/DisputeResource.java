package io.gridbourse.web.proof;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.wire.DisputeViews.DisputeView;
import io.gridbourse.domain.wire.Views.Page;
import io.gridbourse.ejb.proof.court.DisputeQueries;
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

/** Trials about accepted results. */
@Path("/v1/disputes")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "disputes")
public class DisputeResource {
  @Inject private DisputeQueries disputes;

  @Inject private Caller caller;

  /** A page of disputes. */
  @GET
  @Operation(summary = "List disputes, the newest first; those about a bag if one is given")
  public Page<DisputeView> list(
      @QueryParam("bag") String bag,
      @QueryParam("limit") @DefaultValue("100") int limit,
      @QueryParam("cursor") String cursor) {
    Optional<Long> before = Limits.cursor(cursor, DisputeResource::number);
    if (bag == null || bag.isBlank()) {
      return disputes.list(caller.user(), before, Limits.rows(limit));
    }
    return bagId(bag)
        .flatMap(id -> disputes.list(caller.user(), id, before, Limits.rows(limit)))
        .orElseThrow(() -> Problems.notFound("bag", bag));
  }

  private static Optional<BagId> bagId(String text) {
    try {
      return Optional.of(new BagId(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** One dispute. */
  @GET
  @Path("{number}")
  @Operation(summary = "One dispute with its jury, its verdict and the money that it moved")
  public DisputeView find(@PathParam("number") String number) {
    return number(number)
        .flatMap(known -> disputes.find(caller.user(), known))
        .orElseThrow(() -> Problems.notFound("dispute", number));
  }

  private static Optional<Long> number(String text) {
    return Optional.of(text).filter(given -> given.matches("[0-9]{1,18}")).map(Long::valueOf);
  }
}
