package io.gridbourse.domain.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.proof.TaskProof.Item;
import io.gridbourse.domain.proof.TaskProof.Opening;
import io.gridbourse.domain.proof.record.Entry;
import io.gridbourse.domain.proof.record.EntryKind;
import io.gridbourse.domain.proof.record.MountainRange;
import io.gridbourse.domain.value.Bytes32;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TaskProofTest {
  private static final List<BookSimulation> RUNS =
      IntStream.range(0, 12).mapToObj(seed -> new BookSimulation(seed).run()).toList();

  @Test
  void whatHappenedToATaskIsProvenWithItsVotesAndItsResult() {
    for (BookSimulation run : RUNS) {
      Recorded recorded = new Recorded(run);
      for (int offset = 0; offset < run.scope.tasks(); offset++) {
        TaskProof proof = recorded.proof(offset);
        assertThat(proof.faults()).as("seed %d task %d", run.seed, offset).isEmpty();
        assertThat(proof.items()).isNotEmpty();
      }
    }
  }

  @Test
  void everyFactHasOneEntryAndEveryAnswerALease() {
    for (BookSimulation run : RUNS) {
      Set<String> leased = new HashSet<>();
      Set<String> committed = new HashSet<>();
      Set<String> ended = new HashSet<>();
      for (Entry entry : run.entries) {
        switch (entry.kind()) {
          case LEASED -> assertThat(leased.add(lease(entry))).isTrue();
          case COMMITTED -> {
            assertThat(leased).contains(lease(entry));
            assertThat(committed.add(lease(entry))).isTrue();
          }
          case REVEALED, SILENT -> {
            assertThat(committed).contains(lease(entry));
            assertThat(ended.add(lease(entry))).isTrue();
          }
          case LEASE_ENDED -> assertThat(leased).contains(lease(entry));
          case DISPUTED, OUTVOTED, GIVEN_UP, DECIDED, SETTLED, SETTLEMENT_REFUSED ->
              assertThat(entry.deal()).isEqualTo(BookSimulation.DEAL);
          case ACCEPTED,
              CHALLENGED,
              DRAW_SET,
              JUROR_DRAWN,
              VOTE_COMMITTED,
              REVEAL_OPENED,
              VOTE_REVEALED,
              SEAL_OPENED,
              TRIAL_ENDED,
              CORRECTED ->
              throw new AssertionError("no book writes " + entry.kind());
        }
      }
      assertThat(committed).hasSize(facts(run, Fact.Committed.class).size());
      assertThat(ended)
          .hasSize(facts(run, Fact.Revealed.class).size() + facts(run, Fact.Silenced.class).size());
      assertThat(run.entries.stream().filter(each -> each.kind() == EntryKind.GIVEN_UP))
          .hasSize(facts(run, Fact.GivenUp.class).size());
    }
  }

  @Test
  void aProofOfAnotherTaskDigestDealOrOrderFails() {
    Recorded recorded = new Recorded(RUNS.get(3));
    TaskProof proof = recorded.proof(0);
    assertThat(proof.faults()).isEmpty();
    long other = RUNS.get(3).scope.first() + 1_000_000;
    assertThat(with(proof, proof.deal(), other, proof.items()).faults()).isNotEmpty();
    DealId deal = new DealId("0x" + "11".repeat(32));
    assertThat(with(proof, deal, proof.index(), proof.items()).faults()).isNotEmpty();
    assertThat(with(proof, proof.deal(), proof.index(), List.of()).faults()).isNotEmpty();
    List<Item> turned = new ArrayList<>(proof.items());
    java.util.Collections.reverse(turned);
    assertThat(with(proof, proof.deal(), proof.index(), turned).faults()).isNotEmpty();
    for (int i = 0; i < proof.items().size(); i++) {
      Item item = proof.items().get(i);
      List<Item> forged = new ArrayList<>(proof.items());
      Opening lie = new Opening(Bytes32.ZERO, item.opening().map(Opening::path).orElse(List.of()));
      forged.set(i, new Item(item.position(), item.entry(), item.path(), Optional.of(lie)));
      assertThat(with(proof, proof.deal(), proof.index(), forged).faults())
          .anyMatch(fault -> fault.contains("does not hold the digest"));
    }
  }

  @Test
  void anyFlippedBitOfAnEntryIsFound() {
    TaskProof proof = new Recorded(RUNS.get(5)).proof(0);
    for (Item item : proof.items()) {
      for (int bit = 0; bit < item.entry().length * Byte.SIZE; bit++) {
        item.entry()[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
        assertThat(proof.faults()).isNotEmpty();
        item.entry()[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
      }
    }
    assertThat(proof.faults()).isEmpty();
  }

  private static TaskProof with(TaskProof proof, DealId deal, long index, List<Item> items) {
    return new TaskProof(deal, index, proof.size(), proof.root(), proof.peaks(), items);
  }

  private static String lease(Entry entry) {
    return (String) entry.value("lease");
  }

  private static <F extends Fact> List<F> facts(BookSimulation run, Class<F> kind) {
    return run.facts.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The entries of a run, and that of its end, in a record. */
  private static final class Recorded {
    private final BookSimulation run;
    private final List<Entry> entries;
    private final List<byte[]> kept = new ArrayList<>();
    private final MountainRange range = MountainRange.empty();

    Recorded(BookSimulation run) {
      this.run = run;
      BookReport report = run.book.report();
      Bytes32 results = report.settlement(run.scope.tasks(), "somewhere").resultsRoot();
      Entry.Range all =
          new Entry.Range(BookSimulation.DEAL, 3, run.scope.first(), run.scope.tasks());
      BookReport.Counts counts = report.counts();
      Entry end =
          Entry.of(
              EntryKind.DECIDED,
              run.now,
              all,
              results,
              (long) counts.succeeded(),
              (long) counts.programFailed(),
              (long) counts.givenUp());
      this.entries = Stream.concat(run.entries.stream(), Stream.of(end)).toList();
      entries.forEach(entry -> kept.add(range.append(entry.bytes())));
    }

    TaskProof proof(int offset) {
      long index = run.scope.first() + offset;
      List<Item> items = new ArrayList<>();
      for (int position = 0; position < entries.size(); position++) {
        Entry entry = entries.get(position);
        if (entry.concerns(index)) {
          items.add(
              new Item(
                  position,
                  entry.bytes(),
                  nodes(MountainRange.path(position, range.size())),
                  opening(entry, offset)));
        }
      }
      return new TaskProof(
          BookSimulation.DEAL,
          index,
          range.size(),
          range.root(),
          nodes(MountainRange.peaks(range.size())),
          items);
    }

    private Optional<Opening> opening(Entry entry, int offset) {
      if (entry.kind() == EntryKind.DECIDED) {
        BookReport report = run.book.report();
        return report
            .certifiedDigest(offset)
            .map(digest -> new Opening(digest, report.proof(offset).orElseThrow()));
      }
      if (entry.kind() != EntryKind.COMMITTED) {
        return Optional.empty();
      }
      return facts(run, Fact.Revealed.class).stream()
          .filter(shown -> shown.lease().toString().equals(lease(entry)))
          .findFirst()
          .map(shown -> opening(shown, entry, offset));
    }

    private Opening opening(Fact.Revealed shown, Entry entry, int offset) {
      Fact.Committed commit =
          facts(run, Fact.Committed.class).stream()
              .filter(each -> each.lease().equals(shown.lease()))
              .findFirst()
              .orElseThrow();
      int position = (int) (run.scope.first() + offset - entry.first());
      return new Opening(
          shown.digests().at(position),
          Seals.leaseProof(
              commit.worker(), entry.deal(), entry.first(), shown.digests(), position));
    }

    private List<Bytes32> nodes(List<MountainRange.Node> nodes) {
      return nodes.stream().map(node -> node.in(kept.get((int) node.keeper()))).toList();
    }
  }
}
