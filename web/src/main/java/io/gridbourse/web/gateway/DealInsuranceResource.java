package io.gridbourse.web.gateway;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.InsuranceViews.WalletQuote;
import io.gridbourse.ejb.market.insurance.BuyPolicy;
import io.gridbourse.ejb.market.insurance.QuoteDeal;
import io.gridbourse.web.identity.ProvenWallet;
import io.gridbourse.web.market.InsuranceProblems;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import java.util.Optional;

/** Insurance for requesters whose keys this server does not have: they prove their wallet. */
@Path("/deals/{deal: 0x[0-9a-fA-F]{64}}/insurance")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class DealInsuranceResource {
  @Inject private ProvenWallet wallets;

  @EJB private QuoteDeal quoteDeal;

  /** A signed quote for the price of each task, with the calls that buy it. */
  @POST
  public WalletQuote quote(
      @PathParam("deal") String deal, @HeaderParam(HttpHeaders.AUTHORIZATION) String proof) {
    Address wallet = wallets.of(proof);
    BuyPolicy.Order order =
        new BuyPolicy.Order(
            new DealId(deal.toLowerCase(Locale.ROOT)), Optional.empty(), Optional.empty());
    QuoteDeal.Answer answer = quoteDeal.quote(wallet, order, true);
    if (answer instanceof QuoteDeal.Answer.Declined declined) {
      throw InsuranceProblems.of(declined.refusal());
    }
    return new WalletQuote(true, ((QuoteDeal.Answer.Quoted) answer).quote());
  }
}
