package io.gridbourse.domain.proof.record;

import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Keccak256;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A Merkle mountain range while it grows: its size and its peaks. Each entry that is appended
 * completes its own leaf and the nodes above it that have no further leaf to wait for; they are
 * handed back, to be kept with the entry, and never change again. So every node of the range is
 * kept with exactly one entry, and {@link Node#keeper} says with which.
 *
 * <p>Hashes and shape are those of {@code docs/reference/side-record.md}.
 */
public final class MountainRange {
  /** Bytes of a node. */
  public static final int NODE = 32;

  private static final byte LEAF_TAG = 0;
  private static final byte NODE_TAG = 1;
  private static final byte ROOT_TAG = 2;
  private static final int HEIGHT_MAX = 62;
  private final Keccak256 keccak = new Keccak256();
  private final List<byte[]> peaks;
  private long size;

  /**
   * A range of which the peaks are known.
   *
   * @param peaks from the highest to the lowest, as {@link #peaks(long)} lists them
   */
  public MountainRange(long size, List<Bytes32> peaks) {
    if (size < 0 || peaks.size() != Long.bitCount(size)) {
      throw new IllegalArgumentException(
          "a range of " + size + " has " + Long.bitCount(size) + " peaks, not " + peaks.size());
    }
    this.size = size;
    this.peaks = new ArrayList<>(peaks.stream().map(Bytes32::bytes).toList());
  }

  /** A range without entries. */
  public static MountainRange empty() {
    return new MountainRange(0, List.of());
  }

  /**
   * A node of the range.
   *
   * @param height 0 for leaves
   * @param index counts the nodes of that height from the left
   */
  public record Node(int height, long index) {
    /** The position of the entry that it is kept with: the last one below it. */
    public long keeper() {
      return ((index + 1) << height) - 1;
    }

    /** The node in what is kept with its entry. */
    public Bytes32 in(byte[] kept) {
      byte[] word = new byte[NODE];
      System.arraycopy(kept, height * NODE, word, 0, NODE);
      return Bytes32.of(word);
    }
  }

  /** Number of entries. */
  public long size() {
    return size;
  }

  /**
   * Appends an entry.
   *
   * @return the nodes that it completes, 32 bytes each, from its leaf upwards
   */
  public byte[] append(byte[] entry) {
    int completed = Long.numberOfTrailingZeros(~size);
    byte[] kept = new byte[(completed + 1) * NODE];
    leaf(size, entry, kept);
    for (int height = 0; height < completed; height++) {
      byte[] left = peaks.remove(peaks.size() - 1);
      keccak.update(new byte[] {NODE_TAG}, 0, 1).update(left, 0, NODE);
      keccak.update(kept, height * NODE, NODE).finish(kept, (height + 1) * NODE);
    }
    byte[] top = new byte[NODE];
    System.arraycopy(kept, completed * NODE, top, 0, NODE);
    peaks.add(top);
    size++;
    return kept;
  }

  private void leaf(long position, byte[] entry, byte[] out) {
    byte[] head = ByteBuffer.allocate(1 + Long.BYTES).put(LEAF_TAG).putLong(position).array();
    keccak.update(head, 0, head.length).update(entry, 0, entry.length).finish(out, 0);
  }

  /** The root: the hash of size and peaks. */
  public Bytes32 root() {
    return root(size, peaks.stream().map(Bytes32::of).toList());
  }

  /** The root of a range of which size and peaks are known. */
  public static Bytes32 root(long size, List<Bytes32> peaks) {
    ByteBuffer bytes = ByteBuffer.allocate(1 + Long.BYTES + peaks.size() * NODE);
    bytes.put(ROOT_TAG).putLong(size);
    peaks.forEach(peak -> bytes.put(peak.bytes()));
    return Bytes32.of(Keccak256.of(bytes.array()));
  }

  /** Where the peaks of a range of this size are, from the highest to the lowest. */
  public static List<Node> peaks(long size) {
    List<Node> found = new ArrayList<>();
    long before = 0;
    for (int height = HEIGHT_MAX; height >= 0; height--) {
      if (((size >> height) & 1) == 1) {
        found.add(new Node(height, before >> height));
        before += 1L << height;
      }
    }
    return found;
  }

  /** The siblings from the leaf at {@code position} up to its peak in a range of this size. */
  public static List<Node> path(long position, long size) {
    if (position < 0 || position >= size) {
      throw new IndexOutOfBoundsException("entry " + position + " of " + size);
    }
    List<Node> siblings = new ArrayList<>();
    int top = heightOver(position, size);
    for (int height = 0; height < top; height++) {
      siblings.add(new Node(height, (position >> height) ^ 1));
    }
    return siblings;
  }

  private static int heightOver(long position, long size) {
    return peaks(size).stream()
        .filter(peak -> position >> peak.height() == peak.index())
        .findFirst()
        .orElseThrow()
        .height();
  }

  /** What completes the last trees of the older range in the newer one, from the lowest up. */
  public static List<Node> continuation(long older, long newer) {
    if (older < 0 || older > newer) {
      throw new IllegalArgumentException("a range of " + newer + " does not go on from " + older);
    }
    List<Node> siblings = new ArrayList<>();
    if (older == newer || older == 0) {
      return siblings;
    }
    int lowest = Long.numberOfTrailingZeros(older);
    int top = Long.SIZE - 1 - Long.numberOfLeadingZeros(older ^ newer);
    for (int height = lowest; height < top; height++) {
      long at = (older - 1) >> height;
      if ((at & 1) == 0) {
        siblings.add(new Node(height, at + 1));
      }
    }
    return siblings;
  }
}
