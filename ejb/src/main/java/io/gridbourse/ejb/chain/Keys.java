package io.gridbourse.ejb.chain;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;

/** The server's keys by name. A key never leaves: it signs. */
public interface Keys {
  /** Names of all keys, such as operator, provider and requester. */
  Set<String> names();

  /**
   * The account of a key.
   *
   * @throws IllegalArgumentException if there is no such key
   */
  Address addressOf(String name);

  /** The name of the key of an account. */
  default Optional<String> nameOf(Address account) {
    return names().stream().filter(name -> addressOf(name).equals(account)).findFirst();
  }

  /** Signs 32 bytes as they are: 65 bytes r ‖ s ‖ v as hex text, s low, v 27 or 28. */
  String sign(String name, Bytes32 hash);

  /** Signs a transaction; the bytes are what the chain takes. */
  byte[] signTransaction(String name, Transaction transaction);

  /**
   * A transaction with the fees of EIP-1559.
   *
   * @param calldata hex text
   * @param maxFee most per gas, in wei; {@code tip} goes to who includes it
   */
  record Transaction(
      long chainId,
      long nonce,
      Address to,
      String calldata,
      BigInteger gasLimit,
      BigInteger maxFee,
      BigInteger tip) {}
}
