package io.gridbourse.contracts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.List;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.FunctionReturnDecoder;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.Bool;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.EthCall;

/** Asks one contract at the newest block. */
final class ContractViews {
  private final Web3j web3j;
  private final String contract;

  ContractViews(Web3j web3j, String contract) {
    this.web3j = web3j;
    this.contract = contract;
  }

  @SuppressWarnings("unchecked") // web3j declares raw lists.
  Values ask(String name, List<TypeReference<?>> results, Type<?>... arguments) {
    Function function = new Function(name, List.of(arguments), results);
    Transaction transaction =
        Transaction.createEthCallTransaction(
            Hex.ADDRESS_ZERO, contract, FunctionEncoder.encode(function));
    EthCall answer;
    try {
      answer = web3j.ethCall(transaction, DefaultBlockParameterName.LATEST).send();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
    if (answer.hasError()) {
      String why =
          LedgerErrors.explain(answer.getError().getData()).orElse(answer.getError().getMessage());
      throw new LedgerException(name + ": " + why);
    }
    List<?> values =
        FunctionReturnDecoder.decode(answer.getValue(), function.getOutputParameters());
    if (values.size() != results.size()) {
      throw new LedgerException(
          "%s of %s answered nothing: is the address right?".formatted(name, contract));
    }
    return new Values((List<Type<?>>) values);
  }

  static TypeReference<Uint256> uint() {
    return new TypeReference<>() {};
  }

  static TypeReference<Bool> bool() {
    return new TypeReference<>() {};
  }

  static TypeReference<Address> account() {
    return new TypeReference<>() {};
  }

  static TypeReference<Bytes32> bytes32() {
    return new TypeReference<>() {};
  }

  static Bytes32 word(String text, String field) {
    return new Bytes32(Hex.decode(Hex.word(text, field)));
  }

  static Uint256 number(long value) {
    return new Uint256(BigInteger.valueOf(value));
  }

  /** What a view answered. */
  record Values(List<Type<?>> all) {
    BigInteger amount(int place) {
      return ((Uint256) all.get(place)).getValue();
    }

    long number(int place) {
      return amount(place).longValueExact();
    }

    boolean flag(int place) {
      return ((Bool) all.get(place)).getValue();
    }

    String address(int place) {
      return Hex.address(((Address) all.get(place)).getValue(), "address");
    }

    String word(int place) {
      return Hex.text(((Bytes32) all.get(place)).getValue());
    }
  }
}
