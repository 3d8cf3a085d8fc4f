package io.gridbourse.worker.agent;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Keccak256;
import io.gridbourse.worker.outcome.Answers;
import io.gridbourse.worker.outcome.OutcomeDigests;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The root that seals a lease: the Merkle root over keccak256(worker ‖ task id ‖ digest) of its
 * tasks in index order. Pairs are hashed in ascending order, and a node without a partner moves up.
 */
final class LeaseSeal {
  private static final int WORD = 32;
  private static final int ADDRESS = 20;

  private final Keccak256 keccak = new Keccak256();

  /** The root over a lease's answers. */
  Bytes32 root(Address worker, DealId deal, Answers answers) {
    byte[] level = seals(worker, deal, answers);
    int nodes = answers.count();
    while (nodes > 1) {
      int pairs = nodes / 2;
      for (int i = 0; i < pairs; i++) {
        hashPair(level, 2 * i * WORD, i * WORD);
      }
      if (nodes % 2 == 1) {
        System.arraycopy(level, (nodes - 1) * WORD, level, pairs * WORD, WORD);
      }
      nodes = pairs + nodes % 2;
    }
    return Bytes32.of(Arrays.copyOf(level, WORD));
  }

  private byte[] seals(Address worker, DealId deal, Answers answers) {
    byte[] task = Arrays.copyOf(deal.bytes(), 2 * WORD);
    ByteBuffer taskIndex = ByteBuffer.wrap(task, 2 * WORD - Long.BYTES, Long.BYTES).slice();
    byte[] seal = Arrays.copyOf(worker.bytes(), ADDRESS + 2 * WORD);
    byte[] seals = new byte[answers.count() * WORD];
    for (int i = 0; i < answers.count(); i++) {
      taskIndex.putLong(0, answers.first() + i);
      keccak.update(task, 0, task.length).finish(seal, ADDRESS);
      System.arraycopy(
          answers.digests(), i * OutcomeDigests.BYTES, seal, ADDRESS + WORD, OutcomeDigests.BYTES);
      keccak.update(seal, 0, seal.length).finish(seals, i * WORD);
    }
    return seals;
  }

  private void hashPair(byte[] level, int from, int to) {
    boolean ascending =
        Arrays.compareUnsigned(level, from, from + WORD, level, from + WORD, from + 2 * WORD) <= 0;
    int left = ascending ? from : from + WORD;
    int right = ascending ? from + WORD : from;
    keccak.update(level, left, WORD).update(level, right, WORD).finish(level, to);
  }
}
