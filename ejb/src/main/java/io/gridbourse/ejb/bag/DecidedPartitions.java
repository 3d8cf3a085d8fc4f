package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.PartitionSettlement;
import io.gridbourse.domain.ledger.TaskSettlement;
import io.gridbourse.domain.proof.BookReport;
import io.gridbourse.domain.proof.BookRules;
import io.gridbourse.domain.proof.PartitionBook;
import io.gridbourse.domain.proof.PartitionScope;
import io.gridbourse.domain.value.Bytes32;
import io.gridbourse.domain.value.Hex;
import io.gridbourse.ejb.proof.FactRows;
import io.gridbourse.ejb.schedule.Terms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import javax.sql.DataSource;

/**
 * What decided partitions came to: as it was found when the last task was decided, or, after a
 * restart, made again from the rows.
 */
@ApplicationScoped
public class DecidedPartitions {
  private static final Duration ANY = Duration.ofDays(1);
  private final Map<Key, PartitionSettlement> kept = new ConcurrentHashMap<>();
  private FactRows facts;
  private TaskRecords records;
  private BiFunction<Partition, Terms, String> places;

  protected DecidedPartitions() {}

  /** Decided partitions in this database, whose results are published as the ledger needs. */
  @Inject
  public DecidedPartitions(DataSource database, PublishResult results) {
    this(database, results::publish);
  }

  /** Decided partitions in this database; {@code places} says where results can be fetched. */
  public DecidedPartitions(DataSource database, BiFunction<Partition, Terms, String> places) {
    this.records = new TaskRecords(database);
    this.facts = records.facts();
    this.places = places;
  }

  /**
   * @param epoch changes when a partition is opened again, or its votes count otherwise
   */
  private record Key(BagId bag, int partition, long epoch) {
    static Key of(Partition partition) {
      return new Key(partition.bag(), partition.number(), partition.epoch());
    }
  }

  void keep(BagId bag, long epoch, PartitionSettlement settlement) {
    kept.put(new Key(bag, settlement.partition(), epoch), settlement);
  }

  void forget(Partition partition) {
    kept.remove(Key.of(partition));
  }

  /** What the ledger needs to pay for a decided partition. */
  PartitionSettlement settlement(Partition partition, Terms terms) {
    return Optional.ofNullable(kept.get(Key.of(partition)))
        .orElseGet(
            () -> report(partition, terms).settlement(partition.size(), place(partition, terms)));
  }

  /** What the ledger needs to pay for the only task of a decided partition. */
  TaskSettlement taskSettlement(Partition partition, Terms terms) {
    TaskRecord record = records.of(terms.bag(), partition.number(), partition.first());
    return new TaskSettlement(
        terms.deal().id(),
        terms.deal().tasks().botFirst() + partition.first(),
        partition.number(),
        record
            .certified()
            // Of a failed program there is nothing to call back with: the task is refunded.
            .filter(answer -> !terms.deal().isCalledBack() || record.failure().isEmpty())
            .map(
                answer ->
                    new TaskSettlement.Result(
                        answer.digest(),
                        place(partition, terms),
                        callback(partition, terms, record, answer.digest()),
                        record.votes().stream()
                            .filter(vote -> counts(record, vote, answer.digest()))
                            .map(vote -> vote(record, vote))
                            .toList())));
  }

  /** Who was caught is not paid for a right answer, and loses its stake for a wrong one. */
  private static boolean counts(TaskRecord record, FactRows.Stored vote, Bytes32 answer) {
    Optional<Bytes32> digest = record.digest(vote);
    return !vote.isVoid() || (digest.isPresent() && !digest.get().equals(answer));
  }

  private String callback(Partition partition, Terms terms, TaskRecord record, Bytes32 digest) {
    return terms.deal().isCalledBack()
        ? Hex.of(new Outcomes(facts).find(partition, record, digest).orElse(new byte[0]))
        : "0x";
  }

  /** A worker answers a task once, so that its commitment is to this answer alone. */
  private static TaskSettlement.Vote vote(TaskRecord record, FactRows.Stored vote) {
    Optional<Bytes32> digest = record.digest(vote);
    return new TaskSettlement.Vote(
        vote.committed().worker(),
        digest.isEmpty(),
        digest.orElse(vote.committed().root()),
        vote.committed().link().signature());
  }

  /** What the book of a partition says. */
  BookReport report(Partition partition, Terms terms) {
    return book(partition, terms).report();
  }

  /** The book of a partition as its rows make it. */
  PartitionBook book(Partition partition, Terms terms) {
    PartitionScope scope =
        new PartitionScope(
            partition.bag(),
            terms.deal().id(),
            partition.number(),
            partition.first(),
            partition.tasks(),
            terms.deal().tasks().botFirst());
    // Deadlines matter to what is open; here everything is decided.
    BookRules rules = records.demands().rules(terms.bag(), ANY, 1);
    return PartitionBook.restore(
        scope, rules, partition.epoch(), facts.load(partition.bag(), partition.number()));
  }

  /** Where the results of a decided partition can be fetched, published if they must be. */
  String place(Partition partition, Terms terms) {
    return places.apply(partition, terms);
  }

  /** Where the owner of a bag fetches the results of a partition. */
  static String where(Partition partition) {
    return "/api/v1/bags/"
        + partition.bag()
        + "/results?first="
        + partition.first()
        + "&count="
        + partition.tasks();
  }
}
