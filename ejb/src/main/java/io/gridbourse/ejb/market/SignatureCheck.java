package io.gridbourse.ejb.market;

import io.gridbourse.contracts.SigningKey;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.ejb.chain.Entries;
import java.util.Arrays;
import java.util.Optional;

/**
 * Who signed a hash. Keys are checked here: 65 bytes with v 27 or 28, or the 64 of EIP-2098, always
 * with a low s. What no key explains the ledger is asked: contracts, and orders signed in advance.
 */
final class SignatureCheck {
  private static final int COMPACT_BYTES = 64;
  private static final int PARITY_AT = 32;
  private final Entries entries;

  SignatureCheck(Entries entries) {
    this.entries = entries;
  }

  boolean isSignedBy(Address signer, Bytes32 hash, String signature) {
    if (signer.isZero()) {
      return false;
    }
    byte[] bytes = Hex.bytes(signature);
    return recovered(hash.bytes(), bytes).filter(signer::equals).isPresent()
        || entries.isSigned(signer, hash, signature);
  }

  /** The account of the key that made a signature. */
  static Optional<Address> recovered(byte[] hash, byte[] signature) {
    byte[] full = signature.length == COMPACT_BYTES ? expanded(signature) : signature;
    return SigningKey.recover(hash, full).map(Address::new);
  }

  /** EIP-2098 keeps the parity of the point in the highest bit of s, which a low s leaves free. */
  private static byte[] expanded(byte[] compact) {
    byte[] full = Arrays.copyOf(compact, SigningKey.SIGNATURE_BYTES);
    boolean odd = (compact[PARITY_AT] & 0x80) != 0;
    full[PARITY_AT] &= 0x7f;
    full[COMPACT_BYTES] = (byte) (odd ? 28 : 27);
    return full;
  }
}
