package io.gridbourse.ejb.bag;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.proof.CommitmentLink;
import io.gridbourse.domain.proof.Demand;
import io.gridbourse.domain.proof.Fact;
import io.gridbourse.domain.proof.LeaseId;
import io.gridbourse.domain.proof.PackedDigests;
import io.gridbourse.domain.proof.ladder.Standing;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.wire.Views.AcceptanceView;
import io.gridbourse.ejb.proof.FactRows.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

/** What a certificate says when somebody who voted for it was caught after it was paid. */
class CertificateDoubtTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Address ANN = new Address("0x" + "a1".repeat(20));
  private static final Address BOB = new Address("0x" + "b0".repeat(20));
  private static final Address CID = new Address("0x" + "c1".repeat(20));

  @Test
  void withoutAnybodyCaughtThereIsNothingToDoubt() {
    assertThat(doubt(record(2, ANN, BOB), Optional.empty())).isEmpty();
    assertThat(doubt(record(2, ANN, BOB), Optional.empty(), CID)).isEmpty();
  }

  @Test
  void whatTwoCarriedDoesNotHoldWithoutOneOfThem() {
    assertThat(doubt(record(2, ANN, BOB), Optional.empty(), BOB).orElseThrow())
        .contains(BOB.hex(), "2026-01-01T12:00:00Z", "does not hold any more")
        .doesNotContain(ANN.hex());
  }

  @Test
  void whatEnoughOthersCarryHolds() {
    assertThat(doubt(record(2, ANN, BOB, CID), Optional.empty(), BOB).orElseThrow())
        .contains(BOB.hex(), "The other votes carry it");
  }

  @Test
  void whileItsWindowIsOpenItSaysUntilWhenToChallenge() {
    AcceptanceView open =
        new AcceptanceView(
            "OPEN", "", NOON.plusSeconds(60), "9", "3", "0x" + "00".repeat(32), null, null);
    assertThat(doubt(record(1, ANN), Optional.of(open), ANN).orElseThrow())
        .contains("challenged until 2026-01-01T12:01:00Z");
  }

  private static Optional<String> doubt(
      TaskRecord record, Optional<AcceptanceView> acceptance, Address... caught) {
    TreeMap<Address, Instant> liars = new TreeMap<>();
    for (Address each : caught) {
      liars.put(each, NOON);
    }
    return new CertificateDoubt(liars, acceptance).of(record, record.certified().orElseThrow());
  }

  private static TaskRecord record(int votes, Address... workers) {
    Assurance assurance =
        new Assurance(
            List.of(new Assurance.Vote(votes, 0.2)),
            new Assurance.SameBytes(),
            0,
            Assurance.Hosts.ANY);
    List<Stored> stored = new ArrayList<>();
    for (Address worker : workers) {
      stored.add(vote(stored.size(), worker));
    }
    return new TaskRecord(0, Demand.of(new Trust(1), assurance, 0), stored);
  }

  private static Stored vote(int number, Address worker) {
    LeaseId lease = new LeaseId(new BagId("b-0123456789abcdef"), 0, 1, number + 1);
    PackedDigests digests = PackedDigests.of(new byte[PackedDigests.DIGEST], 1);
    Fact.Committed committed =
        new Fact.Committed(
            2L * number + 1,
            NOON,
            lease,
            worker,
            Optional.empty(),
            1,
            Standing.NEW,
            false,
            0,
            1,
            Bytes32.ZERO,
            CommitmentLink.START,
            1,
            OptionalDouble.empty());
    Fact.Revealed revealed =
        new Fact.Revealed(
            2L * number + 2,
            NOON,
            lease,
            digests,
            Optional.empty(),
            new byte[0],
            List.of(),
            new RoaringBitmap(),
            new RoaringBitmap(),
            List.of());
    return new Stored(committed, Optional.of(revealed), Optional.empty(), Optional.empty());
  }
}
