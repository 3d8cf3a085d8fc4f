package io.gridbourse.ejb.ledger;

import io.gridbourse.domain.value.Address;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The contracts that are read, and everybody who follows their events. */
@ApplicationScoped
public class LedgerEvents {
  private Map<Address, LedgerContract> contracts;
  private List<LedgerEventHandler> handlers;

  protected LedgerEvents() {}

  /** All contracts and handlers of the application. */
  @Inject
  public LedgerEvents(
      @Any Instance<LedgerContract> contracts, @Any Instance<LedgerEventHandler> handlers) {
    this(contracts.stream().toList(), handlers.stream().toList());
  }

  /** These contracts and handlers. */
  public LedgerEvents(List<LedgerContract> contracts, List<LedgerEventHandler> handlers) {
    this.contracts = new LinkedHashMap<>();
    for (LedgerContract contract : contracts) {
      for (Address address : contract.addresses()) {
        if (this.contracts.put(address, contract) != null) {
          throw new IllegalStateException("two kinds of contract claim the address " + address);
        }
      }
    }
    this.handlers = List.copyOf(handlers);
  }

  /** Where the contracts are. */
  Set<Address> addresses() {
    return Set.copyOf(contracts.keySet());
  }

  /** A stored event with its meaning. */
  LedgerEvent event(ChainRows.StoredEvent stored) {
    return new LedgerEvent(
        stored.id(),
        stored.block(),
        stored.at(),
        stored.transaction(),
        stored.index(),
        stored.contract(),
        decode(stored.contract(), stored.topics(), stored.data()));
  }

  /** What an event of a contract means. */
  Optional<Object> decode(Address contract, List<String> topics, String data) {
    return Optional.ofNullable(contracts.get(contract)).flatMap(of -> of.decode(topics, data));
  }

  void seen(LedgerEvent event) {
    handlers.forEach(handler -> handler.seen(event));
  }

  void undone(LedgerEvent event, boolean wasFinal) {
    handlers.forEach(handler -> handler.undone(event, wasFinal));
  }

  void finalised(LedgerEvent event) {
    handlers.forEach(handler -> handler.finalised(event));
  }
}
