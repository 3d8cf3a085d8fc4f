package io.gridbourse.ejb.bag;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.SignedCommitment;
import io.gridbourse.domain.market.Trust;
import io.gridbourse.domain.proof.Admission;
import io.gridbourse.domain.proof.BookRules;
import io.gridbourse.domain.proof.CommitmentLink;
import io.gridbourse.domain.proof.Demand;
import io.gridbourse.domain.proof.Fact;
import io.gridbourse.domain.proof.Judged;
import io.gridbourse.domain.proof.LeaseId;
import io.gridbourse.domain.proof.PackedDigests;
import io.gridbourse.domain.proof.PartitionBook;
import io.gridbourse.domain.proof.PartitionScope;
import io.gridbourse.domain.proof.Seals;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.domain.value.Sha256;
import io.gridbourse.ejb.proof.FactRows.Caught;
import io.gridbourse.ejb.proof.FactRows.Stored;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roaringbitmap.RoaringBitmap;

/** With a budget of wrong results the rows of a task say of it what the partition's book says. */
class BudgetTaskRecordTest {
  private static final DealId DEAL = new DealId("0x" + "d3".repeat(32));
  private static final int TASKS = 40;
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final PartitionScope scope = new PartitionScope(BagId.of(DEAL), DEAL, 0, 0, TASKS);
  private final Map<LeaseId, PartitionBook.Answer> sealed = new HashMap<>();
  private final Map<Address, CommitmentLink> links = new HashMap<>();
  private final List<Fact> facts = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void aTasksRowsTellWhatTheBookDecided(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Assurance.Step step =
        seed % 2 == 0 ? new Assurance.Credibility(0.08, 0.2) : new Assurance.Vote(3, 0.2);
    Demand demand =
        Demand.of(
            new Trust(1),
            new Assurance(List.of(step), new Assurance.SameBytes(), 0, Assurance.Hosts.ANY, 0.08),
            0);
    PartitionBook book =
        new PartitionBook(
            scope, new BookRules(demand, Optional.empty(), 50, Duration.ofDays(1), 8), 1);
    int opened = 0;
    for (int turn = 0; turn < 900; turn++) {
      int number = random.nextInt(14);
      work(book, number, random);
      if (turn % 150 == 149) {
        int before = book.report().counts().certified();
        book.caught(address(random.nextInt(8, 14)), NOON);
        opened += book.report().counts().certified() < before ? 1 : 0;
      }
      facts.addAll(book.drain().facts());
      if (turn % 50 == 49) {
        assertThatRowsTellTheSame(seed, book, demand);
      }
    }
    assertThat(book.report().counts().certified()).isGreaterThan(TASKS / 2);
    assertThat(seed % 16 != 1 || opened > 0).isTrue();
  }

  private void assertThatRowsTellTheSame(long seed, PartitionBook book, Demand demand) {
    for (int task = 0; task < TASKS; task++) {
      assertThat(new TaskRecord(task, demand, rows(task)).certified().map(each -> each.digest()))
          .as("seed %d, task %d", seed, task)
          .isEqualTo(book.report().certifiedDigest(task));
    }
  }

  private List<Stored> rows(int task) {
    List<Stored> rows = new ArrayList<>();
    for (Fact fact : facts) {
      if (fact instanceof Fact.Committed committed
          && committed.first() <= task
          && task < committed.first() + committed.count()) {
        rows.add(
            new Stored(
                committed,
                find(Fact.Revealed.class).stream()
                    .filter(each -> each.lease().equals(committed.lease()))
                    .findFirst(),
                Optional.empty(),
                find(Fact.Checked.class).stream()
                    .filter(each -> each.worker().equals(committed.worker()))
                    .findFirst()
                    .map(each -> new Caught(each.sequence(), each.allowance()))));
      }
    }
    return rows;
  }

  private <T extends Fact> List<T> find(Class<T> kind) {
    return facts.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static Address address(int number) {
    return new Address(Hex.of(ByteBuffer.allocate(20).putInt(number + 7).array()));
  }

  /** Shows what is asked for, or takes a lease and seals its answers. */
  private void work(PartitionBook book, int number, SplittableRandom random) {
    Address worker = address(number);
    List<LeaseId> asked = book.asked(worker);
    if (!asked.isEmpty()) {
      assertThat(book.reveal(sealed.get(asked.get(0)), NOON)).isEqualTo(Admission.ACCEPTED);
      return;
    }
    PartitionBook.Wish wish =
        new PartitionBook.Wish(random.nextInt(1, 6), 9, Duration.ofHours(1), Duration.ZERO);
    book.grant(new PartitionBook.Candidate(worker, 2), wish, NOON)
        .ifPresent(grant -> seal(book, grant, worker, number >= 11));
  }

  private void seal(PartitionBook book, PartitionBook.Grant grant, Address worker, boolean lies) {
    ByteBuffer packed = ByteBuffer.allocate(grant.count() * PackedDigests.DIGEST);
    for (long i = grant.first(); i < grant.first() + grant.count(); i++) {
      byte[] text = {(byte) i, (byte) (lies && i % 3 == 0 ? 1 : 0)};
      packed.put(Sha256.newDigest().digest(text));
    }
    PackedDigests digests = PackedDigests.of(packed.array(), grant.count());
    Bytes32 root = Seals.leaseRoot(worker, DEAL, grant.first(), digests);
    CommitmentLink before = links.getOrDefault(worker, CommitmentLink.START);
    CommitmentLink link =
        new CommitmentLink(
            before.tasks() + grant.count(),
            SignedCommitment.accumulate(before.accumulator(), root),
            "0x" + "51".repeat(65));
    PartitionBook.Commitment commitment =
        new PartitionBook.Commitment(grant.lease(), worker, root, link, 1);
    if (book.commit(commitment, NOON) == Admission.ACCEPTED) {
      links.put(worker, link);
      sealed.put(
          grant.lease(),
          new PartitionBook.Answer(
              grant.lease(),
              worker,
              root,
              digests,
              new byte[0],
              List.of(),
              Judged.refusing(new RoaringBitmap())));
    }
  }
}
