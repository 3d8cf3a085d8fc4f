package io.gridbourse.ejb.proof.court;

import io.gridbourse.contracts.SigningDomain;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.ejb.chain.Keys;
import io.gridbourse.ejb.settings.ChainSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Signs for a requester that the results of its deal may be accepted on one vote per task, with the
 * key that this server keeps for it.
 */
@ApplicationScoped
public class SignTerms {
  private Acceptances acceptances;
  private Keys keys;
  private ChainSettings chain;
  private Clock clock;

  protected SignTerms() {}

  /** Signs in the domain of the settings' hub. */
  @Inject
  public SignTerms(DataSource database, Keys keys, ChainSettings chain, Clock clock) {
    this.acceptances = new Acceptances(database);
    this.keys = keys;
    this.chain = chain;
    this.clock = clock;
  }

  /** Whether this server keeps the requester's key. */
  public boolean canSignFor(Address requester) {
    return keys.nameOf(requester).isPresent();
  }

  /** Signs for the requester of a deal; again changes nothing. */
  public void sign(Deal deal, Duration window) {
    String key =
        keys.nameOf(deal.requester())
            .orElseThrow(
                () -> new IllegalStateException("no key of requester " + deal.requester()));
    acceptances.agree(
        deal.id(),
        new Acceptances.Terms(window, keys.sign(key, digest(deal.id(), window))),
        clock.instant());
  }

  private Bytes32 digest(DealId deal, Duration window) {
    SigningDomain domain = new SigningDomain(chain.chainId(), chain.contracts().hub().hex());
    return Bytes32.of(domain.digestOfTerms(deal.hex(), window.toSeconds()));
  }
}
