package io.gridbourse.web.identity;

import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.market.WalletChallenges;
import io.gridbourse.web.http.ProblemException;
import io.gridbourse.web.http.Problems;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Whose wallet signed a challenge of {@code GET /challenge}, as iExec's client does to publish. */
@ApplicationScoped
public class ProvenWallet {
  /** The name in the EIP-712 domain, which users see in their wallet. */
  public static final String DOMAIN = "iExec Gateway";

  private static final int FORBIDDEN = 403;

  @Inject private WalletChallenges challenges;

  /** The wallet that {@code hash_signature_address} proves; it serves once. */
  public Address of(String proof) {
    return challenges
        .redeem(proof, DOMAIN)
        .orElseThrow(
            () ->
                new ProblemException(
                    Problems.of(
                        FORBIDDEN,
                        "WALLET_NOT_PROVEN",
                        "No wallet is proven.",
                        "Ask GET /challenge, sign it, and use it once within ten minutes.")));
  }
}
