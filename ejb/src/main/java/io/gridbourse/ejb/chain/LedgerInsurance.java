package io.gridbourse.ejb.chain;

import io.gridbourse.contracts.InsuranceViews;
import io.gridbourse.contracts.LedgerException;
import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.market.insurance.InsuranceLedger;
import io.gridbourse.ejb.settings.InsuranceSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.util.function.Function;

/** The insurance by eth_call. */
@ApplicationScoped
public class LedgerInsurance implements InsuranceLedger {
  private Endpoint endpoint;
  private InsuranceSettings settings;

  protected LedgerInsurance() {}

  /** The contract of the settings. */
  @Inject
  public LedgerInsurance(Endpoint endpoint, InsuranceSettings settings) {
    this.endpoint = endpoint;
    this.settings = settings;
  }

  @Override
  public Capital capital() {
    return asked(
        insurance -> {
          InsuranceViews.Capital found = insurance.capital();
          return new Capital(
              new NanoRlc(found.total()),
              new NanoRlc(found.reserved()),
              new NanoRlc(found.free()),
              new Address(insurance.underwriter()));
        });
  }

  @Override
  public Holding holding(Address insurer) {
    return asked(
        insurance -> {
          InsuranceViews.Holding found = insurance.holding(insurer.hex());
          return new Holding(
              found.shares(), new NanoRlc(found.worth()), new NanoRlc(found.withdrawable()));
        });
  }

  private <T> T asked(Function<InsuranceViews, T> question) {
    String contract =
        settings.contract().orElseThrow(() -> new IllegalStateException("no insurance")).hex();
    try {
      return question.apply(new InsuranceViews(endpoint.web3j(), contract));
    } catch (LedgerException | UncheckedIOException e) {
      throw new ChainUnavailable("the insurance did not answer: " + e.getMessage(), e);
    }
  }
}
