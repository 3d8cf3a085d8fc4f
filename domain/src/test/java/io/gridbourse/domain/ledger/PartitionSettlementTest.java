package io.gridbourse.domain.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.ledger.PartitionSettlement.Ballot;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionSettlementTest {
  private static final DealId DEAL = new DealId("0x" + "1".repeat(64));

  @Test
  void anAcceptanceHasOneVoteEachAndNobodyWhoDoesNotCount() {
    PartitionSettlement all =
        settlement(
            new Ballot(4, List.of(2, 1), List.of(List.of(0)), List.of()),
            new Ballot(3, List.of(1), List.of(), List.of(3)),
            new Ballot(2, List.of(2), List.of(), List.of()));
    PartitionSettlement accepted = all.withOneVoteEach();
    assertThat(accepted.ballots())
        .containsExactly(
            new Ballot(3, List.of(0), List.of(), List.of()),
            new Ballot(6, List.of(1), List.of(), List.of()));
    assertThat(accepted.commitments())
        .containsExactly(all.commitments().get(1), all.commitments().get(2));
    assertThat(accepted.certifiedTasks()).isEqualTo(all.certifiedTasks()).isEqualTo(9);
    assertThat(accepted.resultsRoot()).isEqualTo(all.resultsRoot());
    assertThat(accepted.withOneVoteEach()).isEqualTo(accepted);
  }

  @Test
  void whereNothingIsCertifiedThereIsNothingToAccept() {
    assertThat(settlement().withOneVoteEach().certifiedTasks()).isZero();
  }

  private static PartitionSettlement settlement(Ballot... ballots) {
    List<SignedCommitment> commitments =
        List.of(commitment(0), commitment(1), commitment(2), commitment(3));
    return new PartitionSettlement(
        DEAL, 0, 10, Bytes32.ZERO, "/here", 1, commitments, List.of(ballots));
  }

  private static SignedCommitment commitment(int worker) {
    Address address = new Address("0x" + "0".repeat(39) + worker);
    return new SignedCommitment(DEAL, 0, address, 10, Bytes32.ZERO, "0x");
  }
}
