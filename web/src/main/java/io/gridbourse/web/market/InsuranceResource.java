package io.gridbourse.web.market;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.InsuranceViews.CapitalMoveView;
import io.gridbourse.domain.wire.InsuranceViews.CapitalRequest;
import io.gridbourse.domain.wire.InsuranceViews.CapitalView;
import io.gridbourse.domain.wire.InsuranceViews.InsuranceQuoteView;
import io.gridbourse.domain.wire.InsuranceViews.InsuranceRequest;
import io.gridbourse.domain.wire.InsuranceViews.PolicyView;
import io.gridbourse.domain.wire.InsuranceViews.WishView;
import io.gridbourse.domain.wire.Views.Page;
import io.gridbourse.ejb.market.insurance.BuyPolicy;
import io.gridbourse.ejb.market.insurance.InsuranceQueries;
import io.gridbourse.ejb.market.insurance.MoveCapital;
import io.gridbourse.ejb.market.insurance.QuoteDeal;
import io.gridbourse.web.http.Limits;
import io.gridbourse.web.http.Problems;
import io.gridbourse.web.identity.Caller;
import io.gridbourse.web.identity.ProvenWallet;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Insurance of deals: quotes, policies, the insurers' capital. */
@Path("/v1/insurance")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "insurance")
public class InsuranceResource {
  private static final String ID = "[0-9]{1,18}";

  @Inject private InsuranceQueries insurance;

  @EJB private QuoteDeal quoteDeal;

  @Inject private ProvenWallet wallets;

  @EJB private BuyPolicy buyPolicy;

  @EJB private MoveCapital moveCapital;

  @Inject private Caller caller;

  /** What insuring a deal costs. */
  @POST
  @Path("quotes")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Quote the insurance of one's own final deal",
      description =
          "Without sign it binds nobody. With sign the quote can be bought with any tool of the"
              + " requester's key until its expiry; until then the bag is not cancelled.")
  public InsuranceQuoteView quote(InsuranceRequest request) {
    QuoteDeal.Answer answer =
        quoteDeal.quote(asker(request), order(request), request.sign() != null && request.sign());
    if (answer instanceof QuoteDeal.Answer.Declined declined) {
      throw InsuranceProblems.of(declined.refusal());
    }
    return ((QuoteDeal.Answer.Quoted) answer).quote();
  }

  /** Buys a policy with the caller's key on the server. */
  @POST
  @Path("policies")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Buy a policy for one's own final deal",
      description = "The answer is a wish; what becomes of it, its state tells.")
  public WishView buy(InsuranceRequest request) {
    BuyPolicy.Purchase purchase = buyPolicy.buy(caller.user(), order(request));
    if (purchase instanceof BuyPolicy.Purchase.Declined declined) {
      throw InsuranceProblems.of(declined.refusal());
    }
    return wish(Long.toString(((BuyPolicy.Purchase.Wanted) purchase).wish()));
  }

  /** A page of policies. */
  @GET
  @Path("policies")
  @Operation(summary = "List policies, newest first")
  public Page<PolicyView> policies(
      @QueryParam("limit") @DefaultValue("100") int limit, @QueryParam("cursor") String cursor) {
    return insurance.policies(
        caller.user(), Limits.rows(limit), Limits.cursor(cursor, InsuranceResource::deal));
  }

  /** One policy. */
  @GET
  @Path("policies/{policy}")
  @Operation(summary = "One policy with what was assessed, by its deal or its bag")
  public PolicyView policy(@PathParam("policy") String policy) {
    return insurance
        .policy(caller.user(), policy)
        .orElseThrow(() -> Problems.notFound("policy for", policy));
  }

  /** A page of wishes. */
  @GET
  @Path("wishes")
  @Operation(summary = "List what is wanted of the insurance, newest first")
  public Page<WishView> wishes(
      @QueryParam("limit") @DefaultValue("100") int limit, @QueryParam("cursor") String cursor) {
    return insurance.wishes(caller.user(), Limits.rows(limit), before(cursor));
  }

  /** One wish. */
  @GET
  @Path("wishes/{wish}")
  @Operation(summary = "Something wanted of the insurance, and how far it is")
  public WishView wish(@PathParam("wish") String wish) {
    return Optional.of(wish)
        .filter(id -> id.matches(ID))
        .flatMap(id -> insurance.wish(caller.user(), Long.parseLong(id)))
        .orElseThrow(() -> Problems.notFound("wish", wish));
  }

  /** The insurers' capital. */
  @GET
  @Path("capital")
  @Operation(summary = "The insurers' capital, what is reserved and free, and one's own part")
  public CapitalView capital() {
    return insurance
        .capital(caller.user())
        .orElseThrow(() -> Problems.notFound("insurance", "of this installation"));
  }

  /** A page of moves of capital. */
  @GET
  @Path("capital/moves")
  @Operation(summary = "List what was invested and withdrawn, newest first")
  public Page<CapitalMoveView> moves(
      @QueryParam("limit") @DefaultValue("100") int limit, @QueryParam("cursor") String cursor) {
    return insurance.moves(caller.user(), Limits.rows(limit), before(cursor));
  }

  /** Puts money in. */
  @POST
  @Path("capital/invest")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Put free money into the insurers' capital")
  public WishView invest(CapitalRequest request) {
    return move(MoveCapital.Direction.IN, request);
  }

  /** Takes money out. */
  @POST
  @Path("capital/withdraw")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Take one's own capital out, as far as no policy reserves it")
  public WishView withdraw(CapitalRequest request) {
    return move(MoveCapital.Direction.OUT, request);
  }

  private WishView move(MoveCapital.Direction direction, CapitalRequest request) {
    NanoRlc amount =
        amount("amount", request == null ? null : request.amount()).orElse(NanoRlc.ZERO);
    if (amount.isZero()) {
      throw Problems.invalid("amount", "Say how much.", "1 or more nRLC, decimal digits");
    }
    MoveCapital.Move move = moveCapital.move(caller.user(), direction, amount);
    if (move instanceof MoveCapital.Move.Declined declined) {
      throw InsuranceProblems.of(declined.refusal());
    }
    return wish(Long.toString(((MoveCapital.Move.Wanted) move).wish()));
  }

  /** The caller, or whose wallet is proven. */
  private Address asker(InsuranceRequest request) {
    return request == null || request.wallet() == null
        ? caller.user().account()
        : wallets.of(request.wallet());
  }

  private BuyPolicy.Order order(InsuranceRequest request) {
    String named = request == null ? null : request.deal() == null ? request.bag() : request.deal();
    if (named == null || (request.deal() != null && request.bag() != null)) {
      throw Problems.invalid("deal", "Name a deal or its bag, and not both.", null);
    }
    DealId deal = insurance.dealOf(named).orElseThrow(InsuranceProblems::unknown);
    return new BuyPolicy.Order(
        deal,
        amount("coverPerTask", request.coverPerTask()),
        amount("premiumMax", request.premiumMax()));
  }

  private static Optional<NanoRlc> amount(String field, String text) {
    try {
      return Optional.ofNullable(text).map(NanoRlc::parse);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw Problems.invalid(
          field, "The amount cannot be read: " + e.getMessage() + ".", "0 to 2^256-1 nRLC");
    }
  }

  private static Optional<DealId> deal(String text) {
    try {
      return Optional.of(new DealId(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static long before(String cursor) {
    if (cursor == null) {
      return Long.MAX_VALUE;
    }
    if (!cursor.matches(ID)) {
      throw Problems.invalid("cursor", "This is no cursor of this list.", "a number");
    }
    return Long.parseLong(cursor);
  }
}
