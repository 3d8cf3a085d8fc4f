package io.gridbourse.ejb.market.insurance;

import io.gridbourse.contracts.InsuranceLogs;
import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.ledger.LedgerContract;
import io.gridbourse.ejb.settings.InsuranceSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The insurance whose events are read, if the settings name one. */
@ApplicationScoped
public class InsuranceContract implements LedgerContract {
  private InsuranceSettings settings;

  protected InsuranceContract() {}

  /** The contract of the settings. */
  @Inject
  public InsuranceContract(InsuranceSettings settings) {
    this.settings = settings;
  }

  @Override
  public Set<Address> addresses() {
    return settings.contract().map(Set::of).orElse(Set.of());
  }

  @Override
  public Optional<Object> decode(List<String> topics, String data) {
    return InsuranceLogs.decode(topics, data).map(event -> event);
  }
}
