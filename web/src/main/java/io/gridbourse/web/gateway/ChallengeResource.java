package io.gridbourse.web.gateway;

import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.market.WalletChallenges;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.web.http.ProblemException;
import io.gridbourse.web.http.Problems;
import io.gridbourse.web.identity.ProvenWallet;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** Texts that wallets sign to prove themselves to the order book. */
@Path("/challenge")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ChallengeResource {
  @Inject private WalletChallenges challenges;

  @Inject private ChainSettings chain;

  @Context private UriInfo uri;

  /** A new challenge for a wallet, to be used once. */
  @GET
  public Answer challenge() {
    Question question = new Question(uri.getQueryParameters(), chain.chainId());
    Address wallet =
        question
            .address("address")
            .orElseThrow(
                () -> Problems.invalid("address", "The wallet's address is missing.", null));
    String text =
        challenges.issue(wallet, ProvenWallet.DOMAIN).orElseThrow(ChallengeResource::tooMany);
    return new Answer(true, TypedChallenge.of(ProvenWallet.DOMAIN, chain.chainId(), text));
  }

  private static ProblemException tooMany() {
    return new ProblemException(
        Problems.of(
            503, "TOO_MANY_CHALLENGES", "Too many challenges are open.", "Try again in a minute."));
  }

  /** The answer. */
  public record Answer(boolean ok, TypedChallenge data) {}
}
