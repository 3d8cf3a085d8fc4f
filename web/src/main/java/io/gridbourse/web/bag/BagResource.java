package io.gridbourse.web.bag;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagState;
import io.gridbourse.domain.wire.TailViews.TailView;
import io.gridbourse.domain.wire.TrustViews.CertificationView;
import io.gridbourse.domain.wire.Views.BagView;
import io.gridbourse.domain.wire.Views.CellsView;
import io.gridbourse.domain.wire.Views.Page;
import io.gridbourse.domain.wire.Views.WhyView;
import io.gridbourse.ejb.bag.BagFilter;
import io.gridbourse.ejb.bag.BagQueries;
import io.gridbourse.ejb.bag.BagTails;
import io.gridbourse.ejb.bag.CancelBag;
import io.gridbourse.ejb.bag.CertificationQueries;
import io.gridbourse.ejb.session.ReceiveBag;
import io.gridbourse.ejb.session.SubmittedText;
import io.gridbourse.ejb.users.Role;
import io.gridbourse.web.http.Limits;
import io.gridbourse.web.http.ProblemException;
import io.gridbourse.web.http.Problems;
import io.gridbourse.web.identity.Caller;
import io.gridbourse.web.identity.Needs;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Bags: those of the caller, or all for those who see all. */
@Path("/v1/bags")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "bags")
public class BagResource {
  @Inject private BagQueries bags;

  @Inject private CertificationQueries certification;
  @Inject private BagTails tails;

  @EJB private CancelBag cancelBag;

  @EJB private ReceiveBag receiveBag;

  @Inject private Caller caller;

  /** A page of bags, newest first. */
  @GET
  @Operation(summary = "List bags, newest first")
  public Page<BagView> list(
      @QueryParam("state") String state,
      @QueryParam("name") String name,
      @QueryParam("app") String app,
      @QueryParam("limit") @DefaultValue("100") int limit,
      @QueryParam("cursor") String cursor) {
    BagFilter filter = new BagFilter(state(state), given(name), given(app));
    return bags.list(
        caller.user(), filter, Limits.rows(limit), Limits.cursor(cursor, BagResource::id));
  }

  private static Optional<BagId> id(String text) {
    try {
      return Optional.of(new BagId(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** One bag. */
  @GET
  @Path("{bag}")
  @Operation(summary = "One bag with its partitions")
  public BagView find(@PathParam("bag") String bag) {
    return bags.find(caller.user(), bag).orElseThrow(() -> missing(bag));
  }

  /** The BagSpec as it came. */
  @GET
  @Path("{bag}/spec")
  @Produces({"application/yaml", MediaType.APPLICATION_JSON})
  @Operation(summary = "The BagSpec as it was submitted")
  @APIResponseSchema(String.class)
  public Response spec(@PathParam("bag") String bag) {
    if (!bags.exists(caller.user(), bag)) {
      throw missing(bag);
    }
    SubmittedText text =
        receiveBag
            .text(new BagId(bag))
            .orElseThrow(() -> Problems.notFound("submitted text of bag", bag));
    return Response.ok(text.body(), text.mediaType()).build();
  }

  /** Ends a bag. */
  @POST
  @Path("{bag}/cancel")
  @Needs({Role.REQUESTER, Role.OPERATOR})
  @Operation(summary = "End a bag: what is certified is paid, the rest is refunded")
  public BagView cancel(@PathParam("bag") String bag) {
    CancelBag.Cancellation outcome = cancelBag.cancel(caller.user(), bag);
    return switch (outcome.outcome()) {
      case ACCEPTED -> find(bag);
      case UNKNOWN -> throw missing(bag);
      case ENDED ->
          throw new ProblemException(
              Problems.of(
                  409, "BAG_ENDED", "The bag %s has ended.".formatted(bag), "Nothing to do."));
      case INSURED ->
          throw new ProblemException(
              Problems.of(
                  409,
                  "BAG_INSURED",
                  "The bag %s cannot be cancelled: %s.".formatted(bag, outcome.reason().orElse("")),
                  "Wait for its end."));
    };
  }

  /** How results come to be believed. */
  @GET
  @Path("{bag}/certification")
  @Operation(
      summary = "What the bag asks of results, and by how many votes its tasks were certified",
      description = "Read from all votes of the bag: meant to be asked for now and then.")
  public CertificationView certification(@PathParam("bag") String bag) {
    return certification.of(caller.user(), bag).orElseThrow(() -> missing(bag));
  }

  /** What of a bag is slow. */
  @GET
  @Path("{bag}/tail")
  @Operation(
      summary =
          "Slow leases with their expected end, how long tasks take, and the cost of the tail",
      description = "Running leases are told by the node that runs the bag.")
  public TailView tail(@PathParam("bag") String bag) {
    return tails.of(caller.user(), bag).orElseThrow(() -> missing(bag));
  }

  /** States of many tasks at once. */
  @GET
  @Path("{bag}/cells")
  @Operation(
      summary = "States of a range of tasks, run-length coded",
      description = "At most 200,000 tasks; W waiting, L leased, S sealed, C certified, F failed.")
  public CellsView cells(
      @PathParam("bag") String bag,
      @QueryParam("first") @DefaultValue("0") long first,
      @QueryParam("count") @DefaultValue("10000") int count) {
    if (first < 0 || count < 1 || count > BagQueries.CELLS_MAX) {
      throw Problems.invalid(
          "count", "The range of cells is out of bounds.", "1 to " + BagQueries.CELLS_MAX);
    }
    return bags.cells(caller.user(), bag, first, count).orElseThrow(() -> missing(bag));
  }

  /** Why a bag does or does not run. */
  @GET
  @Path("{bag}/why")
  @Operation(summary = "Why a bag is where it is, in a sentence")
  public WhyView why(@PathParam("bag") String bag) {
    return bags.why(caller.user(), bag).orElseThrow(() -> missing(bag));
  }

  static ProblemException missing(String bag) {
    return Problems.notFound("bag", bag);
  }

  static Optional<String> given(String text) {
    return Optional.ofNullable(text).filter(value -> !value.isBlank());
  }

  private static Optional<BagState> state(String text) {
    return given(text)
        .map(value -> value.toUpperCase(Locale.ROOT))
        .map(
            value ->
                Arrays.stream(BagState.values())
                    .filter(state -> state.name().equals(value))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            Problems.invalid(
                                "state",
                                "No such state of a bag.",
                                Arrays.toString(BagState.values()))));
  }
}
