package io.gridbourse.ejb.chain;

import com.fasterxml.jackson.annotation.JsonValue;
import io.gridbourse.domain.value.Bytes32;
import java.util.Map;
import org.web3j.protocol.core.DefaultBlockParameter;

/** A block by its hash, which must still be on the chain (EIP-1898). */
record CanonicalBlock(Bytes32 hash) implements DefaultBlockParameter {
  @Override
  public String getValue() {
    return hash.hex();
  }

  /** What is sent. */
  @JsonValue
  Map<String, Object> form() {
    return Map.of("blockHash", hash.hex(), "requireCanonical", true);
  }
}
