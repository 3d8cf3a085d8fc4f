package io.gridbourse.ejb.proof.record;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.proof.record.Entry;
import io.gridbourse.domain.proof.record.EntryKind;
import io.gridbourse.domain.proof.record.MountainRange;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.ejb.proof.record.RecordAnchors.Anchored;
import io.gridbourse.ejb.proof.record.RecordRows.Labelled;
import io.gridbourse.ejb.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Recomputes the whole side record from its entries, and compares it with what is stored beside
 * them, with the votes that it tells of, and with what the ledger anchored. Whoever changes, drops
 * or inserts anything that was anchored is found out.
 */
@ApplicationScoped
public class AuditRecord {
  /** Findings of one report; there may be more. */
  static final int FINDINGS_MAX = 100;

  private static final int PAGE = 5_000;
  private RecordRows rows;
  private RecordAnchors anchors;
  private AnchoredRoots ledger;
  private Sql sql;

  protected AuditRecord() {}

  /** An audit of this database against the ledger's anchors. */
  @Inject
  public AuditRecord(DataSource database, AnchoredRoots ledger) {
    this.rows = new RecordRows(database);
    this.anchors = new RecordAnchors(database);
    this.ledger = ledger;
    this.sql = new Sql(database);
  }

  /** What is wrong. */
  public enum Kind {
    /** An entry is missing, or was put between others. */
    POSITION,
    /** An entry cannot be read, or says something else than its row. */
    ENTRY,
    /** The nodes that are kept with an entry are not those that it makes. */
    NODES,
    /** A stored vote is not what the record says of it. */
    VOTE,
    /** The record's root is not the one that was anchored. */
    ANCHOR
  }

  /** Something that is wrong with the entry at a position. */
  public record Finding(long position, Kind kind, String sentence) {}

  /**
   * What was looked at, and what is wrong.
   *
   * @param anchored entries that the ledger vouches for
   * @param anchors compared with the ledger
   */
  public record Report(
      long entries, Bytes32 root, long anchored, int anchors, List<Finding> findings) {
    /** Whether nothing is wrong. */
    public boolean holds() {
      return findings.isEmpty();
    }
  }

  /** Looks at everything. Entries that are appended meanwhile are not looked at. */
  public Report audit() {
    List<Finding> findings = new ArrayList<>();
    TreeMap<Long, Anchored> known = new TreeMap<>();
    anchors.allFinal().forEach(anchor -> known.put(anchor.size(), anchor));
    long last = ledger.lastSize();
    MountainRange range = MountainRange.empty();
    List<Labelled> page = rows.from(0, PAGE);
    while (!page.isEmpty() && findings.size() < FINDINGS_MAX) {
      compareVotes(page, findings);
      for (Labelled each : page) {
        long position = each.row().position().orElseThrow();
        if (position != range.size()) {
          // Nothing that follows can be right.
          findings.add(
              new Finding(
                  range.size(),
                  Kind.POSITION,
                  "the entry is not there; the next one is at " + position));
          return report(range, last, known.size(), findings);
        }
        check(each, range, findings);
        if (known.containsKey(range.size()) || range.size() == last) {
          compareRoot(range, known.get(range.size()), findings);
        }
      }
      page = rows.from(range.size(), PAGE);
    }
    if (range.size() < Math.max(last, known.isEmpty() ? 0 : known.lastKey())) {
      findings.add(
          new Finding(
              range.size(),
              Kind.POSITION,
              "the ledger anchored " + last + " entries and " + range.size() + " are here"));
    }
    return report(range, last, known.size(), findings);
  }

  private static Report report(
      MountainRange range, long anchored, int anchors, List<Finding> findings) {
    return new Report(
        range.size(),
        range.root(),
        anchored,
        anchors,
        List.copyOf(findings.subList(0, Math.min(FINDINGS_MAX, findings.size()))));
  }

  private static void check(Labelled each, MountainRange range, List<Finding> findings) {
    long position = each.row().position().orElseThrow();
    String wrong = mismatch(each);
    if (!wrong.isEmpty()) {
      findings.add(new Finding(position, Kind.ENTRY, wrong));
    }
    byte[] nodes = range.append(each.row().entry());
    if (!Arrays.equals(nodes, each.row().nodes())) {
      findings.add(
          new Finding(position, Kind.NODES, "the entry does not make the nodes kept with it"));
    }
  }

  private static String mismatch(Labelled each) {
    Entry entry;
    try {
      entry = Entry.parse(each.row().entry());
    } catch (IllegalArgumentException e) {
      return "the entry cannot be read: " + e.getMessage();
    }
    RecordRows.Label label =
        new RecordRows.Label(
            BagId.of(entry.deal()).text(),
            entry.partition(),
            entry.first(),
            entry.count(),
            entry.kind().name(),
            entry.at());
    return label.equals(each.label())
        ? ""
        : "the row says " + each.label() + " and the entry " + label;
  }

  private void compareRoot(MountainRange range, Anchored known, List<Finding> findings) {
    Bytes32 root = range.root();
    Bytes32 theirs = ledger.rootOf(range.size());
    if (!root.equals(theirs)) {
      findings.add(
          new Finding(
              range.size() - 1,
              Kind.ANCHOR,
              "the record of "
                  + range.size()
                  + " entries has root "
                  + root
                  + " and the ledger has "
                  + theirs));
    }
    if (known != null && !known.root().equals(theirs)) {
      findings.add(
          new Finding(
              range.size() - 1,
              Kind.ANCHOR,
              "this server noted root " + known.root() + " and the ledger has " + theirs));
    }
  }

  /** A vote as its row has it. */
  private record Vote(String worker, long first, int count, long weight, String root) {}

  private void compareVotes(List<Labelled> page, List<Finding> findings) {
    Map<String, Entry> commits = new HashMap<>();
    Map<String, Long> positions = new HashMap<>();
    for (Labelled each : page) {
      if (each.label().kind().equals(EntryKind.COMMITTED.name()) && mismatch(each).isEmpty()) {
        Entry entry = Entry.parse(each.row().entry());
        commits.put((String) entry.value("lease"), entry);
        positions.put((String) entry.value("lease"), each.row().position().orElseThrow());
      }
    }
    Map<String, Vote> stored = votes(commits);
    commits.forEach(
        (lease, entry) -> {
          Vote told =
              new Vote(
                  entry.value("worker").toString(),
                  entry.first(),
                  entry.count(),
                  (Long) entry.value("weight"),
                  entry.value("seals").toString());
          if (!Objects.equals(told, stored.get(lease))) {
            findings.add(
                new Finding(
                    positions.get(lease),
                    Kind.VOTE,
                    "the vote of lease "
                        + lease
                        + " is stored as "
                        + stored.get(lease)
                        + " and was recorded as "
                        + told));
          }
        });
  }

  private Map<String, Vote> votes(Map<String, Entry> commits) {
    return sql
        .list(
            "select c.lease, c.worker, c.first + coalesce(d.bot_first, 0) as first, c.count,"
                + " c.weight, c.root from contribution c join bag b on b.id = c.bag"
                + " left join deal d on d.id = b.deal where c.lease = any(string_to_array(?, ' '))",
            row ->
                Map.entry(
                    row.getString("lease"),
                    new Vote(
                        row.getString("worker"),
                        row.getLong("first"),
                        row.getInt("count"),
                        row.getLong("weight"),
                        Hex.of(row.getBytes("root")))),
            String.join(" ", commits.keySet()))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
