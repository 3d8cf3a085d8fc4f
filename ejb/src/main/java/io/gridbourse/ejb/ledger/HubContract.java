package io.gridbourse.ejb.ledger;

import io.gridbourse.domain.value.Address;
import io.gridbourse.ejb.chain.HubEvents;
import io.gridbourse.ejb.settings.ChainSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The hub: accounts, deals, settlements. */
@ApplicationScoped
public class HubContract implements LedgerContract {
  private Address hub;

  protected HubContract() {}

  /** The hub of the settings. */
  @Inject
  public HubContract(ChainSettings settings) {
    this.hub = settings.contracts().hub();
  }

  @Override
  public Set<Address> addresses() {
    return Set.of(hub);
  }

  @Override
  public Optional<Object> decode(List<String> topics, String data) {
    return HubEvents.decode(topics, data).map(event -> event);
  }
}
