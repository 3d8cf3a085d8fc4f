package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.BagState;
import io.gridbourse.domain.bag.PartitionState;
import io.gridbourse.domain.ledger.PartitionSettlement;
import io.gridbourse.domain.proof.BookReport;
import io.gridbourse.domain.proof.Fact;
import io.gridbourse.domain.proof.PartitionBook;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.Views.EventView;
import io.gridbourse.ejb.proof.CaughtVoters;
import io.gridbourse.ejb.proof.FactRows;
import io.gridbourse.ejb.schedule.Risks;
import io.gridbourse.ejb.schedule.Terms;
import io.gridbourse.ejb.sql.Atomically;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Opens decided partitions again when somebody who voted there was caught since: its votes are
 * void, and what is left may not carry an answer. The finding is a fact of the partition's book
 * like any other, so that the book is the same when it is read again. What went to the ledger
 * stays.
 */
@ApplicationScoped
public class ReopenPartitions {
  private Partitions partitions;
  private CaughtVoters caught;
  private VoteCounts counts;
  private StoredBags bags;
  private DecidedPartitions decided;
  private TermsOfBags terms;
  private Risks risks;
  private Atomically atomically;
  private Consumer<EventView> told;
  private Clock clock;

  protected ReopenPartitions() {}

  /** The use case with all that it needs. */
  @Inject
  public ReopenPartitions(
      DataSource database,
      StoredBags bags,
      Atomically atomically,
      DecidedPartitions decided,
      TermsOfBags terms,
      Risks risks,
      Event<EventView> events,
      Clock clock) {
    this(
        new DrivePartition.Stores(database, bags, atomically, decided),
        terms,
        risks,
        events::fire,
        clock);
  }

  /** The use case with all that it needs; {@code told} hears of partitions that are open again. */
  public ReopenPartitions(
      DrivePartition.Stores stores,
      TermsOfBags terms,
      Risks risks,
      Consumer<EventView> told,
      Clock clock) {
    this.partitions = new Partitions(stores.database());
    this.caught = new CaughtVoters(stores.database());
    this.counts = new VoteCounts(stores.database(), clock);
    this.bags = stores.bags();
    this.decided = stores.decided();
    this.atomically = stores.atomically();
    this.terms = terms;
    this.risks = risks;
    this.told = told;
    this.clock = clock;
  }

  /**
   * Looks at the decided partitions of a bag whose settlement is not on its way.
   *
   * @return whether tasks are open again: then the bag computes, before any more of it is settled
   */
  public boolean reopen(BagId bag) {
    boolean isOpen = false;
    for (Partition each : partitions.of(bag)) {
      if (each.state() == PartitionState.DECIDED) {
        isOpen |= reopen(each);
      }
    }
    if (isOpen) {
      bags.move(
          bag,
          BagState.SETTLING,
          BagState.Event.REOPENED,
          Optional.of("who carried certificates of it was caught: those tasks are computed again"));
    }
    return isOpen;
  }

  private boolean reopen(Partition partition) {
    List<Address> liars = caught.in(partition.bag(), partition.number());
    if (liars.isEmpty()) {
      return false;
    }
    Terms of = terms.of(partition.bag());
    Assurance asked = of.bag().spec().verification().assurance();
    PartitionBook book = decided.book(partition, of);
    PartitionSettlement before = book.report().settlement(partition.size(), "");
    Instant now = clock.instant();
    liars.forEach(liar -> book.caught(liar, now));
    List<Fact> facts = book.drain().facts();
    List<Fact.Checked> found =
        facts.stream()
            .filter(Fact.Checked.class::isInstance)
            .map(Fact.Checked.class::cast)
            .toList();
    // What else follows, tasks given up, is found again by who drives it.
    boolean stands = book.isDecided() && found.size() == facts.size();
    boolean isDone =
        atomically.call(
            () -> {
              boolean isOurs =
                  stands ? partitions.recount(partition) : reopened(partition, book.report());
              if (isOurs) {
                caught.note(partition.bag(), partition.number(), found);
                counts.takeBack(before, asked);
                if (stands) {
                  counts.add(book.report().settlement(partition.size(), ""), asked);
                }
              }
              return isOurs;
            });
    decided.forget(partition);
    if (!isDone || stands) {
      return false;
    }
    risks.paid(partition.bag(), partition.number());
    tell(partition, liars);
    return true;
  }

  private boolean reopened(Partition partition, BookReport report) {
    return partitions.reopen(
        partition, DrivePartition.tally(report.counts()), FactRows.bytes(report.undecided()));
  }

  private void tell(Partition partition, List<Address> liars) {
    told.accept(
        new EventView(
            0,
            clock.instant(),
            "partition.state",
            partition.bag().text(),
            Map.of(
                "number",
                Integer.toString(partition.number()),
                "state",
                PartitionState.DECIDED.on(PartitionState.Event.REOPENED).orElseThrow().name(),
                "caught",
                String.join(" ", liars.stream().map(Address::hex).toList()))));
  }
}
