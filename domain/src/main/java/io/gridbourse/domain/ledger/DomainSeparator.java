package io.gridbourse.domain.ledger;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Keccak256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** The EIP-712 domain of a hub: name iExecODB, version 5.0.0, the chain and the hub's address. */
public final class DomainSeparator {
  private DomainSeparator() {}

  /** The separator of the hub at {@code hub} on chain {@code chainId}. */
  public static Bytes32 of(long chainId, Address hub) {
    byte[] word = Words.uint256(new BigInteger(1, hub.bytes()));
    return Bytes32.of(
        Keccak256.of(
            hashed(
                "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
            hashed("iExecODB"),
            hashed("5.0.0"),
            Words.uint256(chainId),
            word));
  }

  private static byte[] hashed(String text) {
    return Keccak256.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
