package io.gridbourse.ejb.chain;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Keccak256;

/**
 * The filter in a block's header: it may lie that a contract had events, never that it had none.
 */
final class LogsBloom {
  private static final int BITS = 2048;
  private static final int HEX_DIGITS = BITS / 4;
  private static final int HASHES = 3;

  private LogsBloom() {}

  static boolean mayContain(String bloom, Address contract) {
    if (bloom.length() != HEX_DIGITS + 2) {
      return true;
    }
    byte[] hash = Keccak256.of(contract.bytes());
    for (int i = 0; i < HASHES; i++) {
      int bit = (((hash[2 * i] & 0xff) << 8) | (hash[2 * i + 1] & 0xff)) % BITS;
      int digit = Character.digit(bloom.charAt(2 + HEX_DIGITS - 1 - bit / 4), 16);
      if (((digit >> (bit % 4)) & 1) == 0) {
        return false;
      }
    }
    return true;
  }
}
