package io.gridbourse.domain.proof.verify;

import io.gridbourse.domain.value.Keccak256;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Says whether entries are in a record of a known root, and whether one record goes on from another
 * one. Everything comes as bytes, nothing is believed, and whatever does not fit is simply false.
 *
 * <p>The record of {@code size} entries is a row of perfect binary trees, one for each bit of its
 * size, the largest first; their tops are the peaks. Numbers are hashed as 8 bytes, highest first.
 *
 * <ul>
 *   <li>leaf = keccak256(0x00 ‖ position ‖ entry)
 *   <li>node = keccak256(0x01 ‖ left ‖ right)
 *   <li>root = keccak256(0x02 ‖ size ‖ peaks from left to right)
 * </ul>
 */
public final class RecordVerifier {
  private static final byte[] LEAF = {0};
  private static final byte[] NODE = {1};
  private static final byte[] ROOT = {2};
  private static final int WORD = 32;
  private static final int TREES_MAX = 63;

  private RecordVerifier() {}

  /**
   * A record as it was anchored, to be believed only as far as root and size are.
   *
   * @param size number of entries
   * @param peaks from the highest to the lowest
   */
  // Compared by nobody.
  @SuppressWarnings("ArrayRecordComponent")
  public record Anchored(byte[] root, long size, List<byte[]> peaks) {
    /** Whether these are as many peaks as the size has, and make the root. */
    boolean isWhole() {
      if (size < 0 || peaks.size() != Long.bitCount(size) || !areWords(peaks)) {
        return false;
      }
      byte[][] parts = new byte[peaks.size() + 2][];
      parts[0] = ROOT;
      parts[1] = number(size);
      for (int i = 0; i < peaks.size(); i++) {
        parts[i + 2] = peaks.get(i);
      }
      return Arrays.equals(root, Keccak256.of(parts));
    }
  }

  /**
   * Whether {@code entry} is at {@code position} of the record.
   *
   * @param path the siblings from the leaf up to its peak
   */
  public static boolean includes(Anchored record, long position, byte[] entry, List<byte[]> path) {
    long size = record.size();
    if (position < 0 || position >= size || !record.isWhole() || !areWords(path)) {
      return false;
    }
    long before = 0;
    int peak = 0;
    int height = 0;
    for (int bit = TREES_MAX - 1; bit >= 0; bit--) {
      long tree = 1L << bit;
      if ((size & tree) != 0) {
        if (position < before + tree) {
          height = bit;
          break;
        }
        before += tree;
        peak++;
      }
    }
    if (path.size() != height) {
      return false;
    }
    byte[] node = Keccak256.of(LEAF, number(position), entry);
    long at = position - before;
    for (byte[] sibling : path) {
      node = (at & 1) == 0 ? Keccak256.of(NODE, node, sibling) : Keccak256.of(NODE, sibling, node);
      at >>= 1;
    }
    return Arrays.equals(node, record.peaks().get(peak));
  }

  /**
   * Whether the record of {@code size} entries begins with all entries of the older one.
   *
   * @param siblings the nodes that complete the older record's last trees, from the lowest up
   */
  public static boolean continues(Anchored older, Anchored newer, List<byte[]> siblings) {
    if (older.size() > newer.size()
        || !older.isWhole()
        || !newer.isWhole()
        || !areWords(siblings)) {
      return false;
    }
    if (older.size() == newer.size()) {
      return siblings.isEmpty() && Arrays.equals(older.root(), newer.root());
    }
    int top = TREES_MAX - Long.numberOfLeadingZeros(older.size() ^ newer.size());
    long kept = older.size() >> top;
    int same = Long.bitCount(kept);
    for (int i = 0; i < same; i++) {
      if (!Arrays.equals(older.peaks().get(i), newer.peaks().get(i))) {
        return false;
      }
    }
    long rest = older.size() - (kept << top);
    if (rest == 0) {
      return siblings.isEmpty();
    }
    byte[] merged = merge(rest, top, older.peaks(), siblings);
    return merged.length == WORD && Arrays.equals(merged, newer.peaks().get(same));
  }

  /** The peak of height {@code top} that grows from the last trees; empty if nodes are missing. */
  private static byte[] merge(long rest, int top, List<byte[]> olderPeaks, List<byte[]> siblings) {
    int lowest = Long.numberOfTrailingZeros(rest);
    int last = olderPeaks.size() - 1;
    byte[] node = olderPeaks.get(last);
    int used = 0;
    for (int height = lowest; height < top; height++) {
      boolean isRight = height > lowest && ((rest >> height) & 1) == 1;
      if (isRight) {
        last--;
        node = Keccak256.of(NODE, olderPeaks.get(last), node);
      } else if (used < siblings.size()) {
        node = Keccak256.of(NODE, node, siblings.get(used));
        used++;
      } else {
        return new byte[0];
      }
    }
    return used == siblings.size() ? node : new byte[0];
  }

  private static boolean areWords(List<byte[]> words) {
    return words.stream().allMatch(word -> word.length == WORD);
  }

  private static byte[] number(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }
}
