package io.gridbourse.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gridbourse.contracts.PartitionResult.Ballot;
import io.gridbourse.contracts.PartitionResult.Commitment;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class HubCallsTest {
  private static final String DEAL = "0x" + "11".repeat(32);
  private static final String LOW = "0x" + "0a".repeat(20);
  private static final String HIGH = "0x" + "0b".repeat(20);

  @Test
  void commitmentsAreSortedAndTheirVotesFollow() {
    Commitment low = new Commitment(LOW, 3, Hex.WORD_ZERO, "0x01");
    Commitment high = new Commitment(HIGH, 2, Hex.WORD_ZERO, "0x02");
    PartitionResult sorted =
        result(
            List.of(low, high), List.of(new Ballot(1, List.of(0), List.of(List.of(1)), List.of())));
    PartitionResult unsorted =
        result(
            List.of(high, low), List.of(new Ballot(1, List.of(1), List.of(List.of(0)), List.of())));
    assertThat(unsorted.inLedgerOrder()).isEqualTo(sorted);
    assertThat(HubCalls.settlePartition(unsorted)).isEqualTo(HubCalls.settlePartition(sorted));
  }

  @Test
  void aVoteForACommitmentThatIsNotThereIsNamed() {
    assertThatThrownBy(
            () -> result(List.of(), List.of(new Ballot(1, List.of(0), List.of(), List.of()))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("vote");
  }

  @Test
  void numbersOutOfRangeAreNamedWithTheirLimits() {
    assertThatThrownBy(() -> new Ballot(0, List.of(), List.of(), List.of()))
        .hasMessageContaining("tasks of a ballot must be between 1 and 4294967295, not 0");
    assertThatThrownBy(() -> HubCalls.transfer("0x12", BigInteger.ONE))
        .hasMessageContaining("receiver must be 20 bytes in hexadecimal after 0x, not '0x12'");
    assertThatThrownBy(() -> HubCalls.claimPartition("deal", 0))
        .hasMessageContaining("deal id must be 32 bytes");
  }

  @Test
  void refusalsAreSaidInWords() {
    assertThat(LedgerErrors.explain("0x796372d9" + "60" + "00".repeat(31)))
        .contains("MatchRefused(code 0x60: an order has no volume left)");
    assertThat(LedgerErrors.explain("0x12345678")).isEmpty();
    assertThat(LedgerErrors.explain(null)).isEmpty();
    assertThat(LedgerErrors.meaningOfMatchCode("0x41"))
        .contains("the pool order is not signed by the pool's owner");
  }

  @Test
  void addressesOfALedgerSurviveJson() throws IOException {
    LedgerAddresses addresses = new LedgerAddresses(LOW, HIGH, LOW, HIGH, LOW, 31337);
    ObjectMapper json = new ObjectMapper();
    assertThat(json.readValue(json.writeValueAsString(addresses), LedgerAddresses.class))
        .isEqualTo(addresses);
  }

  private static PartitionResult result(List<Commitment> commitments, List<Ballot> ballots) {
    return new PartitionResult(DEAL, 0, 1, Hex.WORD_ZERO, "", 0, commitments, ballots);
  }
}
