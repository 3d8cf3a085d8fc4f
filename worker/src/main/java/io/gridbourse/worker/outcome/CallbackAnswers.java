package io.gridbourse.worker.outcome;

import io.gridbourse.domain.proof.OutcomeHash;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Answers of tasks that a contract is called back with. The ledger binds what it hands over by
 * Keccak-256, so that is how these outcomes are named; failures keep their names, for nothing is
 * handed over then.
 */
public final class CallbackAnswers {
  private CallbackAnswers() {}

  /** The same answers with the digests that the ledger asks for. */
  public static Answers of(Answers answers) {
    Set<Long> failed =
        answers.failures().stream().map(TaskFailure::index).collect(Collectors.toSet());
    OutcomeHash.Hasher hasher = OutcomeHash.KECCAK256.hasher();
    List<byte[]> outcomes = Leb128.unpack(answers.pack(), answers.count());
    byte[] digests = answers.digests().clone();
    for (int i = 0; i < answers.count(); i++) {
      if (!failed.contains(answers.first() + i)) {
        byte[] digest = hasher.of(outcomes.get(i));
        System.arraycopy(digest, 0, digests, i * OutcomeDigests.BYTES, OutcomeDigests.BYTES);
      }
    }
    return new Answers(
        answers.first(), answers.count(), digests, answers.pack(), answers.failures());
  }
}
