package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.PartitionSettlement;
import io.gridbourse.domain.proof.BookReport;
import io.gridbourse.domain.proof.BookRules;
import io.gridbourse.domain.proof.PartitionBook;
import io.gridbourse.domain.proof.PartitionScope;
import io.gridbourse.ejb.proof.FactRows;
import io.gridbourse.ejb.schedule.Terms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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

  protected DecidedPartitions() {}

  /** Decided partitions in this database. */
  @Inject
  public DecidedPartitions(DataSource database) {
    this.facts = new FactRows(database);
  }

  private record Key(BagId bag, int partition) {}

  void keep(BagId bag, PartitionSettlement settlement) {
    kept.put(new Key(bag, settlement.partition()), settlement);
  }

  void forget(Partition partition) {
    kept.remove(new Key(partition.bag(), partition.number()));
  }

  /** What the ledger needs to pay for a decided partition. */
  PartitionSettlement settlement(Partition partition, Terms terms) {
    return Optional.ofNullable(kept.get(new Key(partition.bag(), partition.number())))
        .orElseGet(() -> report(partition, terms).settlement(partition.size(), where(partition)));
  }

  /** The book of a partition as its rows make it. */
  BookReport report(Partition partition, Terms terms) {
    PartitionScope scope =
        new PartitionScope(
            partition.bag(),
            terms.deal().id(),
            partition.number(),
            partition.first(),
            partition.tasks());
    // Attempts and deadlines matter to what is open; here everything is decided.
    BookRules rules = new BookRules(terms.deal().trust(), 1, ANY, 1);
    return PartitionBook.restore(
            scope, rules, partition.epoch(), facts.load(partition.bag(), partition.number()))
        .report();
  }

  /** Where the results of a partition can be fetched. */
  static String where(Partition partition) {
    return "/api/v1/bags/"
        + partition.bag()
        + "/results?first="
        + partition.first()
        + "&count="
        + partition.tasks();
  }
}
