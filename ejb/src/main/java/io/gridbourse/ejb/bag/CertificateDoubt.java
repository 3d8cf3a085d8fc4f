package io.gridbourse.ejb.bag;

import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.Views.AcceptanceView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says whether a certificate still holds when workers of its partition were caught after it went to
 * the ledger.
 *
 * @param caught those workers, and when
 * @param acceptance of the partition, if it was accepted before it was paid
 */
record CertificateDoubt(Map<Address, Instant> caught, Optional<AcceptanceView> acceptance) {
  /** What there is to doubt; empty if none of those workers voted for the answer. */
  Optional<String> of(TaskRecord record, TaskRecord.Certified certified) {
    if (caught.isEmpty()) {
      return Optional.empty();
    }
    List<String> liars =
        record.votes().stream()
            .filter(vote -> record.counted(vote).filter(certified.digest()::equals).isPresent())
            .map(vote -> vote.committed().worker())
            .filter(caught::containsKey)
            .map(worker -> worker.hex() + " at " + caught.get(worker))
            .toList();
    if (liars.isEmpty()) {
      return Optional.empty();
    }
    boolean holds =
        record
            .without(caught.keySet())
            .certified()
            .filter(left -> left.digest().equals(certified.digest()))
            .isPresent();
    String who = "Caught after they had voted for it: " + String.join(", ", liars) + ". ";
    return Optional.of(
        who
            + (holds
                ? "The other votes carry it without them."
                : "The other votes do not carry it: the certificate does not hold any more."
                    + remedy()));
  }

  private String remedy() {
    return acceptance
        .filter(accepted -> accepted.state().equals("OPEN"))
        .map(accepted -> " Its result can be challenged until " + accepted.challengeUntil() + ".")
        .orElse("");
  }
}
