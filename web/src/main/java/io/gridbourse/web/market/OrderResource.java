package io.gridbourse.web.market;

import io.gridbourse.domain.market.OrderKind;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.wire.MarketViews.CancelRequest;
import io.gridbourse.domain.wire.MarketViews.MarketOrderView;
import io.gridbourse.domain.wire.MarketViews.OrderRequest;
import io.gridbourse.domain.wire.Views.Page;
import io.gridbourse.ejb.market.BookFilter;
import io.gridbourse.ejb.market.CancelOrder;
import io.gridbourse.ejb.market.MarketQueries;
import io.gridbourse.ejb.market.OrderPaths;
import io.gridbourse.ejb.market.Publication;
import io.gridbourse.ejb.market.PublishOrder;
import io.gridbourse.ejb.start.Json;
import io.gridbourse.web.http.Limits;
import io.gridbourse.web.http.Problems;
import io.gridbourse.web.identity.Caller;
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
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Signed orders in the book. */
@Path("/v1/orders")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "orders")
public class OrderResource {
  private static final int PAGES_MAX = 10_000_000;

  @Inject private MarketQueries market;

  @Inject private PublishOrder publishOrder;

  @EJB private CancelOrder cancelOrder;

  @Inject private Caller caller;

  @Context private UriInfo uri;

  /** Orders of a kind: those that can be matched, or all of the caller's. */
  @GET
  @Operation(summary = "List orders by price, then time")
  public Page<MarketOrderView> list(
      @QueryParam("kind") @DefaultValue("pool") String kind,
      @QueryParam("mine") @DefaultValue("false") boolean mine,
      @QueryParam("limit") @DefaultValue("100") int limit,
      @QueryParam("cursor") @DefaultValue("0") String cursor) {
    OrderKind wanted = kind(kind);
    BookFilter filter =
        mine ? BookFilter.all(wanted).owner(caller.user().account()) : BookFilter.open(wanted);
    long offset = offset(cursor);
    int rows = Limits.rows(limit);
    List<MarketOrderView> orders = market.orders(filter, offset, rows);
    return new Page<>(orders, orders.size() < rows ? null : Long.toString(offset + rows));
  }

  /** One order, whatever became of it. */
  @GET
  @Path("{hash}")
  @Operation(summary = "One order, by its hash")
  public MarketOrderView find(@PathParam("hash") String hash) {
    return market.order(hash(hash)).orElseThrow(() -> Problems.notFound("order", hash));
  }

  /** Puts an order into the book; its signature says whose it is. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Publish a signed order")
  @APIResponseSchema(value = MarketOrderView.class, responseCode = "201")
  public Response publish(OrderRequest request) {
    if (request == null || request.kind() == null || request.order() == null) {
      throw Problems.invalid("order", "The body must hold kind and order.", null);
    }
    Publication outcome =
        publishOrder.publish(
            kind(request.kind()),
            Json.mapper().valueToTree(request.order()),
            Optional.ofNullable(request.expires()),
            Optional.empty());
    if (outcome instanceof Publication.Refused refused) {
      int status = refused.reason() == Publication.Reason.QUOTA_EXCEEDED ? 409 : 422;
      throw Problems.refused(
          status, refused.reason(), refused.detail(), refused.field(), refused.remedy());
    }
    Bytes32 hash = ((Publication.Listed) outcome).order().signed().hash();
    return Response.created(uri.getAbsolutePathBuilder().path(hash.hex()).build())
        .entity(market.order(hash).orElseThrow())
        .build();
  }

  /** Takes the caller's order from the book, and on wish closes it on the ledger. */
  @POST
  @Path("{hash}/cancel")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Cancel your order; with onLedger nobody can use a copy of it")
  public MarketOrderView cancel(@PathParam("hash") String hash, CancelRequest request) {
    boolean onLedger = request != null && Boolean.TRUE.equals(request.onLedger());
    return cancelOrder
        .cancel(caller.user(), hash(hash), onLedger)
        .orElseThrow(() -> Problems.notFound("order", hash));
  }

  private static OrderKind kind(String word) {
    return OrderPaths.named(word)
        .orElseThrow(
            () ->
                Problems.invalid("kind", "There is no such kind.", "app, dataset, pool, request"));
  }

  private static Bytes32 hash(String text) {
    try {
      return new Bytes32(text);
    } catch (IllegalArgumentException e) {
      throw Problems.notFound("order", text);
    }
  }

  private static long offset(String cursor) {
    if (!cursor.matches("[0-9]{1,8}") || Long.parseLong(cursor) > PAGES_MAX) {
      throw Problems.invalid("cursor", "This is no cursor of this list.", null);
    }
    return Long.parseLong(cursor);
  }
}
