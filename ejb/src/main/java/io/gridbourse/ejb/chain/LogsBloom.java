package io.gridbourse.ejb.chain;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Keccak256;
import java.util.List;
import java.util.Locale;

/**
 * The filter in a block's header (Yellow Paper, section 4.4.3): 2,048 bits, of which each contract
 * and each topic of an event sets three. It may claim a contract that had no event, never hide one.
 */
final class LogsBloom {
  private static final int BITS = 2048;
  private static final int HEX_DIGITS = BITS / 4;
  private static final int HASHES = 3;

  private LogsBloom() {}

  static boolean mayContain(String bloom, Address contract) {
    if (!isComplete(bloom)) {
      return true;
    }
    byte[] wanted = new byte[BITS / 8];
    add(wanted, contract.bytes());
    byte[] given = Hex.bytes(bloom);
    for (int i = 0; i < wanted.length; i++) {
      if ((wanted[i] & given[i]) != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether these are events whose filter is {@code bloom}; true if there is no filter. */
  static boolean isOf(String bloom, List<Chain.LogEntry> logs) {
    return !isComplete(bloom) || of(logs).equals(bloom.toLowerCase(Locale.ROOT));
  }

  /** The filter of a block with these events. */
  static String of(List<Chain.LogEntry> logs) {
    byte[] made = new byte[BITS / 8];
    for (Chain.LogEntry log : logs) {
      add(made, log.contract().bytes());
      log.topics().forEach(topic -> add(made, new Bytes32(topic).bytes()));
    }
    return Hex.of(made);
  }

  private static boolean isComplete(String bloom) {
    return bloom.matches("0x[0-9a-fA-F]{" + HEX_DIGITS + "}");
  }

  private static void add(byte[] bloom, byte[] value) {
    byte[] hash = Keccak256.of(value);
    for (int i = 0; i < HASHES; i++) {
      int bit = (((hash[2 * i] & 0xff) << 8) | (hash[2 * i + 1] & 0xff)) % BITS;
      bloom[bloom.length - 1 - bit / 8] |= (byte) (1 << (bit % 8));
    }
  }
}
