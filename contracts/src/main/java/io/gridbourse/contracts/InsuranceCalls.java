package io.gridbourse.contracts;

import java.math.BigInteger;
import java.util.List;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint256;

/**
 * Call data of transactions to the insurance, in hexadecimal; signing and sending are the caller's.
 */
public final class InsuranceCalls {
  private InsuranceCalls() {}

  /** To the hub: lets {@code spender} move up to {@code amount} of the sender's free nRLC. */
  public static String approve(String spender, BigInteger amount) {
    return call("approve", address(spender, "spender"), new Uint256(amount));
  }

  /** To the insurance, by anybody: pays what is due for a partition of an insured deal. */
  public static String assess(String dealId, long partition) {
    return call(
        "assess",
        new Bytes32(Hex.decode(Hex.word(dealId, "deal id"))),
        new Uint256(BigInteger.valueOf(partition)));
  }

  /** To the insurance: adds {@code amount} of the sender's approved nRLC to the capital. */
  public static String invest(BigInteger amount, String insurer) {
    return call("deposit", new Uint256(amount), address(insurer, "insurer"));
  }

  /** To the insurance: takes {@code amount} nRLC of free capital out again. */
  public static String withdraw(BigInteger amount, String insurer) {
    return call(
        "withdraw", new Uint256(amount), address(insurer, "receiver"), address(insurer, "insurer"));
  }

  /** To the insurance, by its owner: has another key sign quotes. */
  public static String changeUnderwriter(String underwriter) {
    return call("changeUnderwriter", address(underwriter, "underwriter"));
  }

  private static Address address(String text, String field) {
    return new Address(Hex.address(text, field));
  }

  private static String call(String function, Type<?>... arguments) {
    return FunctionEncoder.encode(new Function(function, List.of(arguments), List.of()));
  }
}
