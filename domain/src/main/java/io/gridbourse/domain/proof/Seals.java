package io.gridbourse.domain.proof;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.TaskId;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Keccak256;
import java.util.List;

/**
 * Hashes that bind answers: the seal keccak256(worker ‖ task id ‖ digest) binds one to a worker
 * before it is shown; the result hash keccak256(task id ‖ digest) is what the ledger's root holds.
 */
public final class Seals {
  private static final int WORD = 32;
  private static final int ADDRESS = 20;
  private static final int INDEX_BYTES = Long.BYTES;

  private final Keccak256 keccak = new Keccak256();
  private final byte[] taskPreimage = new byte[2 * WORD];
  private final byte[] sealPreimage = new byte[ADDRESS + 2 * WORD];
  private final byte[] hash = new byte[WORD];

  private Seals(DealId deal, Address worker) {
    System.arraycopy(deal.bytes(), 0, taskPreimage, 0, WORD);
    System.arraycopy(worker.bytes(), 0, sealPreimage, 0, ADDRESS);
  }

  /** The seal of one answer. */
  public static Bytes32 seal(Address worker, TaskId task, Bytes32 digest) {
    return Bytes32.of(Keccak256.of(worker.bytes(), task.bytes(), digest.bytes()));
  }

  /** What the root of results holds of one task. */
  public static Bytes32 resultHash(TaskId task, Bytes32 digest) {
    return Bytes32.of(Keccak256.of(task.bytes(), digest.bytes()));
  }

  /**
   * The root of a lease: the Merkle root over the seals of its tasks in index order.
   *
   * @param first index of the lease's first task
   */
  public static Bytes32 leaseRoot(Address worker, DealId deal, long first, PackedDigests digests) {
    Seals seals = new Seals(deal, worker);
    MerkleTree.Root root = new MerkleTree.Root();
    for (int i = 0; i < digests.count(); i++) {
      seals.taskInto(first + i);
      digests.copy(i, seals.sealPreimage, ADDRESS + WORD);
      seals.keccak.update(seals.sealPreimage, 0, seals.sealPreimage.length);
      seals.keccak.finish(seals.hash, 0);
      root.add(seals.hash, 0);
    }
    return root.finish();
  }

  /** The siblings from the seal at {@code position} of a lease up to the lease's root. */
  public static List<Bytes32> leaseProof(
      Address worker, DealId deal, long first, PackedDigests digests, int position) {
    byte[] leaves = new byte[digests.count() * WORD];
    for (int i = 0; i < digests.count(); i++) {
      byte[] seal = seal(worker, TaskId.of(deal, first + i), digests.at(i)).bytes();
      System.arraycopy(seal, 0, leaves, i * WORD, WORD);
    }
    return MerkleTree.proof(leaves, position);
  }

  /** Result hashes of consecutive tasks, one after the other, as leaves of a Merkle tree. */
  static final class ResultHashes {
    private final Seals seals;

    ResultHashes(DealId deal) {
      this.seals = new Seals(deal, Address.ZERO);
    }

    /** The result hash of the task at {@code index}, valid until the next call. */
    byte[] next(long index, PackedDigests digests, int position) {
      seals.taskInto(index);
      digests.copy(position, seals.sealPreimage, ADDRESS + WORD);
      seals.keccak.update(seals.sealPreimage, ADDRESS, 2 * WORD);
      seals.keccak.finish(seals.hash, 0);
      return seals.hash;
    }
  }

  /** Writes keccak256(deal ‖ index) between the worker and the digest of the seal's preimage. */
  private void taskInto(long index) {
    byte[] word = taskPreimage;
    for (int i = 0; i < INDEX_BYTES; i++) {
      word[2 * WORD - 1 - i] = (byte) (index >>> (Byte.SIZE * i));
    }
    keccak.update(word, 0, word.length);
    keccak.finish(sealPreimage, ADDRESS);
  }
}
