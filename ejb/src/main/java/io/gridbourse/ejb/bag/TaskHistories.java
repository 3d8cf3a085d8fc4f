package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.Bag;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.TaskId;
import io.gridbourse.domain.proof.record.Entry;
import io.gridbourse.domain.wire.Views;
import io.gridbourse.ejb.market.Deals;
import io.gridbourse.ejb.pool.StoredWorkers;
import io.gridbourse.ejb.proof.record.RecordAnchors;
import io.gridbourse.ejb.proof.record.RecordRows;
import io.gridbourse.ejb.settings.ChainSettings;
import io.gridbourse.ejb.settings.RecordSettings;
import io.gridbourse.ejb.users.User;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * One task traced across server, workers and ledger, and the proof of it. A bag that a user may not
 * see looks like one that is not there.
 */
@ApplicationScoped
public class TaskHistories {
  private StoredBags bags;
  private Partitions partitions;
  private Deals deals;
  private RecordRows rows;
  private RecordAnchors anchors;
  private HistorySentences sentences;
  private TaskProofs proofs;
  private CourtViews court;

  protected TaskHistories() {}

  /** Histories in this database. */
  @Inject
  public TaskHistories(
      DataSource database,
      StoredBags bags,
      DecidedPartitions decided,
      TermsOfBags terms,
      Deals deals,
      ChainSettings chain,
      RecordSettings settings,
      Clock clock) {
    this.bags = bags;
    this.partitions = new Partitions(database);
    this.deals = deals;
    this.rows = new RecordRows(database);
    this.court = new CourtViews(database, deals);
    this.anchors = new RecordAnchors(database);
    this.sentences = new HistorySentences(new StoredWorkers(database, clock));
    this.proofs =
        new TaskProofs(
            rows,
            new TaskRecords(database),
            decided,
            terms,
            new TaskProofs.Ledger(chain, settings));
  }

  private record Located(Bag bag, Optional<Partition> partition) {}

  /** What happened to a task; empty if there is no such task for the user. */
  public Optional<Views.HistoryView> history(User user, String id, long index) {
    return located(user, id, index).map(at -> history(at, index));
  }

  /**
   * The proof of a task against the newest anchored root.
   *
   * @return empty if there is no such task for the user; a proof without entries if nothing on the
   *     task is anchored yet
   */
  public Optional<Views.TaskProofView> proof(User user, String id, long index) {
    return located(user, id, index)
        .map(at -> proofs.proof(at.bag, at.partition, index, anchors.lastFinal()));
  }

  private Optional<Located> located(User user, String id, long index) {
    return Bagged.id(id)
        .flatMap(bags::recorded)
        .filter(each -> user.seesAll() || each.bag().requester().equals(user.account()))
        .filter(each -> index >= 0 && index < each.tasks())
        .map(each -> new Located(each.bag(), partition(each.bag().id(), index)));
  }

  private Optional<Partition> partition(BagId bag, long index) {
    return partitions.of(bag).stream()
        .filter(each -> index >= each.first() && index - each.first() < each.tasks())
        .findFirst();
  }

  private Views.HistoryView history(Located at, long index) {
    Bag bag = at.bag;
    List<Views.HistoryLine> lines = new ArrayList<>();
    lines.add(line(bag, "SUBMITTED", "The bag of " + bag.spec().tasks() + " tasks was submitted."));
    deals.recorded(bag.deal()).map(TaskHistories::matched).ifPresent(lines::add);
    long onLedger = index + deals.find(bag.deal()).map(deal -> deal.tasks().botFirst()).orElse(0L);
    List<RecordRows.Row> entries =
        at.partition
            .map(partition -> rows.ofTask(bag.id(), partition.number(), onLedger))
            .orElse(List.of());
    List<Views.HistoryLine> recorded = entries.stream().map(this::recorded).toList();
    lines.addAll(recorded);
    anchors.lastFinal().flatMap(anchor -> anchored(anchor, entries)).ifPresent(lines::add);
    at.partition.stream()
        .flatMap(partition -> court.history(bag, partition.number(), onLedger).stream())
        .filter(line -> recorded.stream().noneMatch(each -> isSame(each, line)))
        .forEach(lines::add);
    // What the ledger tells may be older than what was written before it was read.
    lines.sort(Comparator.comparing(Views.HistoryLine::at));
    return new Views.HistoryView(
        bag.id().text(), index, TaskId.of(bag.deal(), onLedger).hex(), bag.deal().hex(), lines);
  }

  /** Whether they tell of the same event of the ledger. */
  private static boolean isSame(Views.HistoryLine one, Views.HistoryLine other) {
    return one.kind().equals(other.kind())
        && Objects.equals(one.transaction(), other.transaction());
  }

  private static Views.HistoryLine line(Bag bag, String kind, String sentence) {
    return new Views.HistoryLine(
        bag.submittedAt(), "server", kind, sentence, null, Map.of(), null, null);
  }

  private static Views.HistoryLine matched(Deals.Recorded recorded) {
    return new Views.HistoryLine(
        recorded.deal().startedAt(),
        "ledger",
        "MATCHED",
        "The orders were matched to deal " + recorded.deal().id() + ".",
        null,
        Map.of("deal", recorded.deal().id().hex()),
        recorded.transaction(),
        recorded.block());
  }

  private Views.HistoryLine recorded(RecordRows.Row row) {
    Entry entry = Entry.parse(row.entry());
    Map<String, String> details = entry.described();
    return new Views.HistoryLine(
        entry.at(),
        HistorySentences.where(entry.kind()),
        entry.kind().name(),
        sentences.of(entry),
        row.position().orElse(null),
        details,
        details.get("transaction"),
        Optional.ofNullable(details.get("block")).map(Long::valueOf).orElse(null));
  }

  private static Optional<Views.HistoryLine> anchored(
      RecordAnchors.Anchored anchor, List<RecordRows.Row> entries) {
    long covered =
        entries.stream()
            .filter(row -> row.position().filter(at -> at < anchor.size()).isPresent())
            .count();
    if (covered == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Views.HistoryLine(
            anchor.plannedAt(),
            "ledger",
            "ANCHORED",
            covered
                + " of these entries are in the record of "
                + anchor.size()
                + " whose root is on the ledger.",
            null,
            Map.of("root", anchor.root().hex(), "size", Long.toString(anchor.size())),
            anchor.transaction().orElse(null),
            anchor.block().isPresent() ? anchor.block().getAsLong() : null));
  }
}
