package io.gridbourse.domain.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.TaskId;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Keccak256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {
  @Test
  void theRootOfOneLeafIsTheLeaf() {
    byte[] leaf = random(1, 1);
    assertThat(MerkleTree.root(leaf)).isEqualTo(Bytes32.of(leaf));
    assertThat(MerkleTree.root(new byte[0])).isEqualTo(Bytes32.ZERO);
  }

  @Test
  void pairsAreHashedInAscendingOrder() {
    byte[] low = new byte[32];
    byte[] high = new byte[32];
    high[0] = (byte) 0xff;
    byte[] leaves = new byte[64];
    System.arraycopy(high, 0, leaves, 0, 32);
    System.arraycopy(low, 0, leaves, 32, 32);
    assertThat(MerkleTree.root(leaves)).isEqualTo(Bytes32.of(Keccak256.of(low, high)));
  }

  @Test
  void anOddNodeMovesUp() {
    byte[] leaves = random(7, 3);
    Bytes32 pair = MerkleTree.root(Arrays.copyOf(leaves, 64));
    byte[] upper = new byte[64];
    System.arraycopy(pair.bytes(), 0, upper, 0, 32);
    System.arraycopy(leaves, 64, upper, 32, 32);
    assertThat(MerkleTree.root(leaves)).isEqualTo(MerkleTree.root(upper));
  }

  @Test
  void aProofHoldsForItsLeafAndFailsOnAnyChange() {
    for (int count = 1; count <= 70; count++) {
      SplittableRandom random = new SplittableRandom(count);
      byte[] leaves = random(count, count);
      Bytes32 root = MerkleTree.root(leaves);
      for (int i = 0; i < count; i++) {
        List<Bytes32> proof = MerkleTree.proof(leaves, i);
        Bytes32 leaf = Bytes32.of(Arrays.copyOfRange(leaves, 32 * i, 32 * i + 32));
        assertThat(MerkleTree.verifies(root, leaf, proof)).as("%d of %d", i, count).isTrue();
        assertThat(MerkleTree.verifies(root, flipped(leaf, random), proof)).isFalse();
        assertThat(MerkleTree.verifies(flipped(root, random), leaf, proof)).isFalse();
        if (!proof.isEmpty()) {
          List<Bytes32> changed = new ArrayList<>(proof);
          int at = random.nextInt(changed.size());
          changed.set(at, flipped(changed.get(at), random));
          assertThat(MerkleTree.verifies(root, leaf, changed)).isFalse();
          assertThat(MerkleTree.verifies(root, leaf, proof.subList(1, proof.size()))).isFalse();
        }
      }
    }
  }

  @Test
  void theLeaseRootIsTheRootOverTheSeals() {
    Address worker = new Address("0x" + "1f".repeat(20));
    DealId deal = new DealId("0x" + "a7".repeat(32));
    int count = 11;
    PackedDigests digests = PackedDigests.of(random(5, count), count);
    byte[] seals = new byte[32 * count];
    byte[] results = new byte[32 * count];
    Seals.ResultHashes hashes = new Seals.ResultHashes(deal);
    for (int i = 0; i < count; i++) {
      TaskId task = TaskId.of(deal, 4_294_967_290L + i);
      Bytes32 seal = Seals.seal(worker, task, digests.at(i));
      System.arraycopy(seal.bytes(), 0, seals, 32 * i, 32);
      System.arraycopy(hashes.next(4_294_967_290L + i, digests, i), 0, results, 32 * i, 32);
      assertThat(Bytes32.of(Arrays.copyOfRange(results, 32 * i, 32 * i + 32)))
          .isEqualTo(Seals.resultHash(task, digests.at(i)));
    }
    assertThat(Seals.leaseRoot(worker, deal, 4_294_967_290L, digests))
        .isEqualTo(MerkleTree.root(seals));
  }

  private static Bytes32 flipped(Bytes32 word, SplittableRandom random) {
    byte[] bytes = word.bytes();
    bytes[random.nextInt(32)] ^= (byte) (1 << random.nextInt(8));
    return Bytes32.of(bytes);
  }

  private static byte[] random(long seed, int leaves) {
    byte[] bytes = new byte[32 * leaves];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }
}
