package io.gridbourse.domain.proof;

import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Keccak256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Merkle trees as OpenZeppelin's MerkleProof checks them: the hash of a pair is keccak256 of the
 * two nodes in ascending order, and a node without a partner moves up unchanged.
 */
public final class MerkleTree {
  /** Bytes of a node. */
  public static final int NODE = 32;

  private MerkleTree() {}

  /** The root over leaves that come one by one; needs memory for one node a level. */
  public static final class Root {
    private static final int LEVELS = 48;
    private final PairHash hash = new PairHash();
    private final byte[] waiting = new byte[LEVELS * NODE];
    private final byte[] node = new byte[NODE];
    private long leaves;

    /** Adds the next leaf: 32 bytes of {@code bytes} from {@code offset}. */
    public Root add(byte[] bytes, int offset) {
      System.arraycopy(bytes, offset, node, 0, NODE);
      int level = 0;
      // A bit of the count is set where a left node waits for its partner.
      for (long rest = leaves; (rest & 1) == 1; rest >>= 1) {
        hash.pair(waiting, level * NODE, node, 0, node, 0);
        level++;
      }
      System.arraycopy(node, 0, waiting, level * NODE, NODE);
      leaves++;
      return this;
    }

    /** The root of what was added; zero of nothing. */
    public Bytes32 finish() {
      if (leaves == 0) {
        return Bytes32.ZERO;
      }
      int level = Long.numberOfTrailingZeros(leaves);
      System.arraycopy(waiting, level * NODE, node, 0, NODE);
      for (int above = level + 1; leaves >> above != 0; above++) {
        if (((leaves >> above) & 1) == 1) {
          hash.pair(waiting, above * NODE, node, 0, node, 0);
        }
      }
      return Bytes32.of(node);
    }
  }

  /** The root over packed leaves of 32 bytes each; zero of nothing. */
  public static Bytes32 root(byte[] leaves) {
    Root root = new Root();
    for (int offset = 0; offset < leaves.length; offset += NODE) {
      root.add(leaves, offset);
    }
    return root.finish();
  }

  /** The siblings from a leaf to the root. */
  public static List<Bytes32> proof(byte[] leaves, int index) {
    byte[] level = leaves.clone();
    int nodes = level.length / NODE;
    if (index < 0 || index >= nodes) {
      throw new IndexOutOfBoundsException("leaf " + index + " of " + nodes);
    }
    PairHash hash = new PairHash();
    List<Bytes32> siblings = new ArrayList<>();
    for (int at = index; nodes > 1; at /= 2) {
      int sibling = at ^ 1;
      if (sibling < nodes) {
        siblings.add(Bytes32.of(Arrays.copyOfRange(level, sibling * NODE, (sibling + 1) * NODE)));
      }
      nodes = shrink(hash, level, nodes);
    }
    return siblings;
  }

  /** Whether {@code proof} leads from {@code leaf} to {@code root}. */
  public static boolean verifies(Bytes32 root, Bytes32 leaf, List<Bytes32> proof) {
    PairHash hash = new PairHash();
    byte[] node = leaf.bytes();
    for (Bytes32 sibling : proof) {
      hash.pair(sibling.bytes(), 0, node, 0, node, 0);
    }
    return Bytes32.of(node).equals(root);
  }

  private static int shrink(PairHash hash, byte[] level, int nodes) {
    int pairs = nodes / 2;
    for (int i = 0; i < pairs; i++) {
      hash.pair(level, 2 * i * NODE, level, (2 * i + 1) * NODE, level, i * NODE);
    }
    if (nodes % 2 == 1) {
      System.arraycopy(level, (nodes - 1) * NODE, level, pairs * NODE, NODE);
    }
    return pairs + nodes % 2;
  }

  /** The commutative hash of two nodes. */
  private static final class PairHash {
    private final Keccak256 keccak = new Keccak256();

    void pair(byte[] a, int aOffset, byte[] b, int bOffset, byte[] out, int offset) {
      boolean ascending =
          Arrays.compareUnsigned(a, aOffset, aOffset + NODE, b, bOffset, bOffset + NODE) <= 0;
      if (ascending) {
        keccak.update(a, aOffset, NODE).update(b, bOffset, NODE);
      } else {
        keccak.update(b, bOffset, NODE).update(a, aOffset, NODE);
      }
      keccak.finish(out, offset);
    }
  }
}
