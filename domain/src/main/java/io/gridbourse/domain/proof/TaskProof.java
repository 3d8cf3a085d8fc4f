package io.gridbourse.domain.proof;

import io.gridbourse.domain.ledger.DealId;
import io.gridbourse.domain.ledger.TaskId;
import io.gridbourse.domain.proof.record.Entry;
import io.gridbourse.domain.proof.record.EntryKind;
import io.gridbourse.domain.proof.verify.RecordVerifier;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.value.Bytes32;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the side record says of one task, with all that is needed to check it against an anchored
 * root. It shows that these entries are in the record; that no other entry concerns the task only
 * the whole record can show.
 *
 * @param index of the task as the ledger counts it
 * @param size of the record when it was anchored
 * @param root that was anchored
 * @param peaks of the record at that size
 * @param items entries in the order of their positions
 */
public record TaskProof(
    DealId deal, long index, long size, Bytes32 root, List<Bytes32> peaks, List<Item> items) {
  public TaskProof {
    peaks = List.copyOf(peaks);
    items = List.copyOf(items);
  }

  /**
   * An entry and its way to its peak.
   *
   * @param entry its canonical bytes
   * @param opening shows the task's own digest below a root that the entry holds
   */
  // Compared by nobody: proofs are checked, not looked up.
  @SuppressWarnings("ArrayRecordComponent")
  public record Item(long position, byte[] entry, List<Bytes32> path, Optional<Opening> opening) {
    public Item {
      path = List.copyOf(path);
    }
  }

  /** A digest and its way to the root in the entry: of seals in a vote, of results at the end. */
  public record Opening(Bytes32 digest, List<Bytes32> path) {
    public Opening {
      path = List.copyOf(path);
    }
  }

  /** Everything that is wrong with it; it holds if there is nothing. */
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    if (items.isEmpty()) {
      faults.add("it has no entries");
    }
    RecordVerifier.Anchored record = new RecordVerifier.Anchored(root.bytes(), size, bytes(peaks));
    long last = -1;
    for (Item item : items) {
      if (item.position() <= last) {
        faults.add("entry " + item.position() + " does not come after entry " + last);
      }
      last = item.position();
      if (!RecordVerifier.includes(record, item.position(), item.entry(), bytes(item.path()))) {
        faults.add("entry " + item.position() + " is not in the record of this root and size");
      }
      fault(item).ifPresent(faults::add);
    }
    return faults;
  }

  private Optional<String> fault(Item item) {
    String name = "entry " + item.position();
    Entry entry;
    try {
      entry = Entry.parse(item.entry());
    } catch (IllegalArgumentException e) {
      return Optional.of(name + " cannot be read: " + e.getMessage());
    }
    if (!entry.deal().equals(deal) || !entry.concerns(index)) {
      return Optional.of(name + " is not about task " + index + " of deal " + deal);
    }
    return item.opening()
        .filter(opening -> !opens(entry, opening))
        .map(opening -> name + " does not hold the digest " + opening.digest());
  }

  private boolean opens(Entry entry, Opening opening) {
    TaskId task = TaskId.of(deal, index);
    if (entry.kind() == EntryKind.COMMITTED) {
      Address worker = (Address) entry.value("worker");
      Bytes32 seal = Seals.seal(worker, task, opening.digest());
      return MerkleTree.verifies((Bytes32) entry.value("seals"), seal, opening.path());
    }
    return entry.kind() == EntryKind.DECIDED
        && MerkleTree.verifies(
            (Bytes32) entry.value("results"),
            Seals.resultHash(task, opening.digest()),
            opening.path());
  }

  private static List<byte[]> bytes(List<Bytes32> words) {
    return words.stream().map(Bytes32::bytes).toList();
  }
}
