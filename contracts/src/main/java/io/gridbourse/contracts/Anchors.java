package io.gridbourse.contracts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.List;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.FunctionReturnDecoder;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.Bool;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.abi.datatypes.generated.Uint64;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.EthCall;

/** The contract that keeps the roots of a grid's side record, as its head block says. */
public final class Anchors {
  private final Web3j web3j;
  private final String address;

  /** The contract at {@code address}. */
  public Anchors(Web3j web3j, String address) {
    this.web3j = web3j;
    this.address = Hex.address(address, "anchors");
  }

  /** To the contract, by its keeper: the record has {@code size} entries and this root. */
  public static String anchor(String root, long size) {
    return FunctionEncoder.encode(
        new Function("anchor", List.of(word(root), number(size)), List.of()));
  }

  /** How many anchors there are. */
  public long count() {
    return ((Uint256) call("count", List.of(new TypeReference<Uint256>() {})).get(0))
        .getValue()
        .longValueExact();
  }

  /** How many entries the record had at an anchor, numbered from 0. */
  public long sizeAt(long anchor) {
    List<Type<?>> values =
        call(
            "anchorAt",
            List.of(
                new TypeReference<Bytes32>() {},
                new TypeReference<Uint64>() {},
                new TypeReference<Uint64>() {}),
            new Uint256(BigInteger.valueOf(anchor)));
    return ((Uint64) values.get(1)).getValue().longValueExact();
  }

  /** The root that was anchored for a record of {@code size} entries; zero if there is none. */
  public String rootOf(long size) {
    List<Type<?>> values = call("rootOf", List.of(new TypeReference<Bytes32>() {}), number(size));
    return Hex.text(((Bytes32) values.get(0)).getValue());
  }

  /** Whether the contract accepts that an entry is in the record that had {@code size} entries. */
  public boolean includes(
      long size, long position, byte[] entry, List<String> path, List<String> peaks) {
    List<Type<?>> values =
        call(
            "includes",
            List.of(new TypeReference<Bool>() {}),
            number(size),
            number(position),
            new DynamicBytes(entry),
            words(path),
            words(peaks));
    return ((Bool) values.get(0)).getValue();
  }

  @SuppressWarnings("unchecked") // web3j declares raw lists.
  private List<Type<?>> call(String name, List<TypeReference<?>> results, Type<?>... arguments) {
    Function function = new Function(name, List.of(arguments), results);
    Transaction transaction =
        Transaction.createEthCallTransaction(
            Hex.ADDRESS_ZERO, address, FunctionEncoder.encode(function));
    EthCall answer;
    try {
      answer = web3j.ethCall(transaction, DefaultBlockParameterName.LATEST).send();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
    if (answer.hasError()) {
      throw new LedgerException(
          name
              + ": "
              + LedgerErrors.explain(answer.getError().getData())
                  .orElse(answer.getError().getMessage()));
    }
    List<?> values =
        FunctionReturnDecoder.decode(answer.getValue(), function.getOutputParameters());
    if (values.size() != results.size()) {
      throw new LedgerException(
          "%s of %s answered nothing: is the address that of the anchors?"
              .formatted(name, address));
    }
    return (List<Type<?>>) values;
  }

  private static DynamicArray<Bytes32> words(List<String> words) {
    return new DynamicArray<>(Bytes32.class, words.stream().map(Anchors::word).toList());
  }

  private static Uint64 number(long value) {
    return new Uint64(BigInteger.valueOf(value));
  }

  private static Bytes32 word(String text) {
    return new Bytes32(Hex.decode(Hex.word(text, "value")));
  }
}
