package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.ledger.TaskId;
import io.gridbourse.domain.proof.BookReport;
import io.gridbourse.domain.proof.PackedDigests;
import io.gridbourse.domain.proof.Seals;
import io.gridbourse.domain.proof.TaskProof.Opening;
import io.gridbourse.domain.proof.record.Entry;
import io.gridbourse.domain.proof.record.EntryKind;
import io.gridbourse.domain.proof.record.MountainRange;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.wire.Views;
import io.gridbourse.ejb.proof.FactRows.Stored;
import io.gridbourse.ejb.proof.record.RecordAnchors.Anchored;
import io.gridbourse.ejb.proof.record.RecordRows;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.settings.RecordSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes proofs of tasks. Answers are opened once the task is certified, not before. */
final class TaskProofs {
  /** The form of proofs; another one would have another name. */
  static final String FORMAT = "gridbourse-task-proof/1";

  private final RecordRows rows;
  private final TaskRecords records;
  private final DecidedPartitions decided;
  private final TermsOfBags terms;
  private final Ledger ledger;

  TaskProofs(
      RecordRows rows,
      TaskRecords records,
      DecidedPartitions decided,
      TermsOfBags terms,
      Ledger ledger) {
    this.rows = rows;
    this.records = records;
    this.decided = decided;
    this.terms = terms;
    this.ledger = ledger;
  }

  /** Where roots are anchored. */
  record Ledger(ChainSettings chain, RecordSettings record) {}

  Views.TaskProofView proof(
      Bag bag, Optional<Partition> partition, long index, Optional<Anchored> anchor) {
    long size = anchor.map(Anchored::size).orElse(0L);
    // The ledger counts tasks from the first one of the request, not of the deal.
    long botFirst = partition.isPresent() ? terms.of(bag.id()).deal().tasks().botFirst() : 0;
    List<RecordRows.Row> all =
        partition
            .map(each -> rows.ofTask(bag.id(), each.number(), botFirst + index))
            .orElse(List.of());
    List<Views.ProofEntryView> entries = new ArrayList<>();
    for (RecordRows.Row row : all) {
      if (row.position().filter(at -> at < size).isPresent()) {
        entries.add(
            entry(row, size, opening(bag, partition.orElseThrow(), index, row.entry(), botFirst)));
      }
    }
    return new Views.TaskProofView(
        FORMAT,
        bag.id().text(),
        bag.deal().hex(),
        botFirst + index,
        TaskId.of(bag.deal(), botFirst + index).hex(),
        ledger.chain().chainId(),
        ledger.record().anchors().map(Address::hex).orElse(""),
        anchor.flatMap(Anchored::transaction).orElse(null),
        size,
        anchor.map(each -> each.root().hex()).orElse(Bytes32.ZERO.hex()),
        hex(rows.nodes(MountainRange.peaks(size))),
        entries,
        all.size() - entries.size());
  }

  private Views.ProofEntryView entry(RecordRows.Row row, long size, Optional<Opening> opening) {
    long position = row.position().orElseThrow();
    return new Views.ProofEntryView(
        position,
        io.gridbourse.domain.value.Hex.of(row.entry()),
        hex(rows.nodes(MountainRange.path(position, size))),
        opening.map(each -> each.digest().hex()).orElse(null),
        opening.map(each -> hex(each.path())).orElse(null));
  }

  private Optional<Opening> opening(
      Bag bag, Partition partition, long index, byte[] bytes, long botFirst) {
    Entry entry = Entry.parse(bytes);
    if (entry.kind() == EntryKind.DECIDED) {
      return result(bag, partition, (int) (index - partition.first()));
    }
    if (entry.kind() != EntryKind.COMMITTED) {
      return Optional.empty();
    }
    TaskRecord record = records.of(bag, partition.number(), index);
    return record.certified().isEmpty()
        ? Optional.empty()
        : record.votes().stream()
            .filter(vote -> vote.committed().lease().toString().equals(entry.value("lease")))
            .findFirst()
            .flatMap(vote -> vote(bag, record, vote, botFirst));
  }

  private static Optional<Opening> vote(Bag bag, TaskRecord record, Stored vote, long botFirst) {
    return vote.revealed()
        .map(
            shown -> {
              PackedDigests digests = shown.digests();
              int position = record.position(vote);
              return new Opening(
                  digests.at(position),
                  Seals.leaseProof(
                      vote.committed().worker(),
                      bag.deal(),
                      botFirst + vote.committed().first(),
                      digests,
                      position));
            });
  }

  private Optional<Opening> result(Bag bag, Partition partition, int offset) {
    BookReport report = decided.report(partition, terms.of(bag.id()));
    return report
        .certifiedDigest(offset)
        .flatMap(digest -> report.proof(offset).map(path -> new Opening(digest, path)));
  }

  private static List<String> hex(List<Bytes32> words) {
    return words.stream().map(Bytes32::hex).toList();
  }
}
