package io.gridbourse.domain.market;

import io.gridbourse.domain.ledger.NanoRlc;
import io.gridbourse.domain.ledger.Words;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Keccak256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The members of an EIP-712 struct, added in the order of its type, hashed at the end. */
final class StructHash {
  private final List<byte[]> words = new ArrayList<>();

  StructHash(String type) {
    text(type);
  }

  StructHash address(Address address) {
    words.add(Words.uint256(new BigInteger(1, address.bytes())));
    return this;
  }

  StructHash amount(NanoRlc amount) {
    words.add(Words.uint256(amount.units()));
    return this;
  }

  StructHash number(long number) {
    words.add(Words.uint256(number));
    return this;
  }

  StructHash word(Bytes32 word) {
    words.add(word.bytes());
    return this;
  }

  StructHash text(String text) {
    words.add(Keccak256.of(text.getBytes(StandardCharsets.UTF_8)));
    return this;
  }

  Bytes32 hash() {
    return Bytes32.of(Keccak256.of(words.toArray(byte[][]::new)));
  }
}
