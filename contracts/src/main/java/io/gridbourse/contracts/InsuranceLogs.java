package io.gridbourse.contracts;

import static io.gridbourse.contracts.ContractViews.account;
import static io.gridbourse.contracts.ContractViews.uint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.web3j.abi.EventEncoder;
import org.web3j.abi.EventValues;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.Event;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.protocol.core.methods.response.Log;
import org.web3j.tx.Contract;

/**
 * Reads an insurance's events from logs. The caller asks for the logs of the insurance's address
 * only. Moves of shares between insurers are of no use to Gridbourse: who holds what is asked.
 */
public final class InsuranceLogs {
  private static final Event BOUGHT =
      event("PolicyBought", dealKey(), accountKey(), uint(), uint(), uint(), uint());
  private static final Event ASSESSED =
      event("PartitionAssessed", dealKey(), numberKey(), uint(), uint(), uint(), uint());
  private static final Event CHANGED = event("UnderwriterChanged", account());
  private static final Event INVESTED =
      event("Deposit", accountKey(), accountKey(), uint(), uint());
  private static final Event WITHDRAWN =
      event("Withdraw", accountKey(), accountKey(), accountKey(), uint(), uint());

  private static final Map<String, Reader> READERS =
      List.of(
              new Reader(BOUGHT, InsuranceLogs::bought),
              new Reader(ASSESSED, InsuranceLogs::assessed),
              new Reader(
                  CHANGED, values -> new InsuranceEvent.UnderwriterChanged(values.address(0))),
              new Reader(INVESTED, InsuranceLogs::invested),
              new Reader(WITHDRAWN, InsuranceLogs::withdrawn))
          .stream()
          .collect(Collectors.toMap(reader -> EventEncoder.encode(reader.event), each -> each));

  private InsuranceLogs() {}

  private record Reader(Event event, Function<ContractViews.Values, InsuranceEvent> read) {}

  /** The event in a log of an insurance, or nothing for events that Gridbourse has no use for. */
  public static Optional<InsuranceEvent> decode(List<String> topics, String data) {
    Reader reader = topics.isEmpty() ? null : READERS.get(topics.get(0));
    if (reader == null) {
      return Optional.empty();
    }
    Log log = new Log();
    log.setTopics(topics);
    log.setData(data);
    EventValues found = Contract.staticExtractEventParameters(reader.event, log);
    List<Type<?>> all = new ArrayList<>();
    found.getIndexedValues().forEach(all::add);
    found.getNonIndexedValues().forEach(all::add);
    return Optional.of(reader.read.apply(new ContractViews.Values(all)));
  }

  private static InsuranceEvent bought(ContractViews.Values values) {
    return new InsuranceEvent.PolicyBought(
        values.word(0),
        values.address(1),
        values.amount(2),
        values.amount(3),
        values.number(4),
        values.number(5));
  }

  private static InsuranceEvent assessed(ContractViews.Values values) {
    return new InsuranceEvent.PartitionAssessed(
        values.word(0),
        values.number(1),
        values.number(2),
        values.number(3),
        values.number(4),
        values.amount(5));
  }

  private static InsuranceEvent invested(ContractViews.Values values) {
    return new InsuranceEvent.CapitalInvested(
        values.address(0), values.address(1), values.amount(2), values.amount(3));
  }

  private static InsuranceEvent withdrawn(ContractViews.Values values) {
    return new InsuranceEvent.CapitalWithdrawn(
        values.address(0),
        values.address(1),
        values.address(2),
        values.amount(3),
        values.amount(4));
  }

  private static Event event(String name, TypeReference<?>... parameters) {
    return new Event(name, List.of(parameters));
  }

  private static TypeReference<Bytes32> dealKey() {
    return new TypeReference<>(true) {};
  }

  private static TypeReference<Address> accountKey() {
    return new TypeReference<>(true) {};
  }

  private static TypeReference<Uint256> numberKey() {
    return new TypeReference<>(true) {};
  }
}
