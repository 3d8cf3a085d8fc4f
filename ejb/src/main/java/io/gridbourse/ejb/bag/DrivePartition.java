package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.Assurance;
import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.ledger.PartitionSettlement;
import io.gridbourse.domain.market.Deal;
import io.gridbourse.domain.proof.BookReport;
import io.gridbourse.domain.proof.GiveUpReason;
import io.gridbourse.domain.proof.PartitionBook;
import io.gridbourse.domain.proof.PartitionScope;
import io.gridbourse.domain.value.Address;
import io.gridbourse.domain.wire.Views.EventView;
import io.gridbourse.ejb.proof.BagDemands;
import io.gridbourse.ejb.proof.FactRows;
import io.gridbourse.ejb.schedule.Dispatcher;
import io.gridbourse.ejb.schedule.NodeName;
import io.gridbourse.ejb.schedule.PartitionRun;
import io.gridbourse.ejb.schedule.Risks;
import io.gridbourse.ejb.schedule.Terms;
import io.gridbourse.ejb.sql.Atomically;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Drives one partition to its end: takes ownership, makes its book of the rows, has its tasks given
 * out, renews the ownership, and notes the outcome. The computing is the workers'.
 */
@ApplicationScoped
public class DrivePartition {
  private static final Logger LOG = Logger.getLogger(DrivePartition.class.getName());
  private static final Duration TERM = Duration.ofSeconds(10);
  private static final Duration RENEW = Duration.ofSeconds(1);
  private static final Duration AGAIN = Duration.ofMillis(500);
  private static final Duration REVEAL_WITHIN = Duration.ofSeconds(60);
  private static final int SLICES_MAX = 4_096;

  /** The ledger takes contributions for seven times the category's reference time. */
  private static final int DEADLINE_RATIO = 7;

  private Partitions partitions;
  private FactRows facts;
  private BagDemands demands;
  private StoredBags bags;
  private VoteCounts counts;
  private TermsOfBags terms;
  private Dispatcher dispatcher;
  private Risks risks;
  private DecidedPartitions decided;
  private Atomically atomically;
  private Consumer<EventView> told;
  private NodeName node;
  private Clock clock;

  protected DrivePartition() {}

  /** What it needs of the database. */
  public record Stores(
      DataSource database, StoredBags bags, Atomically atomically, DecidedPartitions decided) {}

  /** The use case with all that it needs. */
  @Inject
  public DrivePartition(
      DataSource database,
      StoredBags bags,
      Atomically atomically,
      DecidedPartitions decided,
      TermsOfBags terms,
      Dispatcher dispatcher,
      Risks risks,
      Event<EventView> events,
      NodeName node,
      Clock clock) {
    this(
        new Stores(database, bags, atomically, decided),
        terms,
        dispatcher,
        risks,
        events::fire,
        node,
        clock);
  }

  /** The use case with all that it needs; {@code told} hears of partitions' states. */
  public DrivePartition(
      Stores stores,
      TermsOfBags terms,
      Dispatcher dispatcher,
      Risks risks,
      Consumer<EventView> told,
      NodeName node,
      Clock clock) {
    this.partitions = new Partitions(stores.database());
    this.facts = new FactRows(stores.database());
    this.demands = new BagDemands(stores.database());
    this.counts = new VoteCounts(stores.database(), clock);
    this.bags = stores.bags();
    this.atomically = stores.atomically();
    this.decided = stores.decided();
    this.terms = terms;
    this.dispatcher = dispatcher;
    this.risks = risks;
    this.told = told;
    this.node = node;
    this.clock = clock;
  }

  /**
   * Drives a partition until it is decided, here or by another node.
   *
   * @param stopped true once the server stops; the partition is then left as it is
   */
  public void drive(BagId bag, int number, BooleanSupplier stopped) throws InterruptedException {
    while (!stopped.getAsBoolean()) {
      Partition partition = partitions.find(bag, number).orElseThrow();
      if (!partition.state().isOpen()) {
        return;
      }
      OptionalLong epoch = partitions.own(bag, number, node.text(), TERM);
      if (epoch.isPresent()) {
        if (driveOwned(partition, epoch.getAsLong(), stopped)) {
          return;
        }
      } else {
        Thread.sleep(AGAIN.toMillis());
      }
    }
  }

  /** True when the partition is decided; false when it must be looked at anew. */
  private boolean driveOwned(Partition partition, long epoch, BooleanSupplier stopped)
      throws InterruptedException {
    Terms of = terms.of(partition.bag());
    PartitionScope scope =
        new PartitionScope(
            partition.bag(),
            of.deal().id(),
            partition.number(),
            partition.first(),
            partition.tasks(),
            of.deal().tasks().botFirst());
    PartitionBook book =
        PartitionBook.restore(
            scope,
            demands.rules(of.bag(), REVEAL_WITHIN, SLICES_MAX),
            epoch,
            facts.load(partition.bag(), partition.number()));
    PartitionRun run = dispatcher.register(of, book, epoch);
    tell(partition, "RUNNING");
    try {
      await(run, stopped);
      return run.decided().isDone()
          && !run.decided().isCompletedExceptionally()
          && decide(partition, run);
    } finally {
      dispatcher.unregister(run);
      if (!run.decided().isDone()) {
        run.lose(new IllegalStateException("the server stops"));
        partitions.release(partition.bag(), partition.number(), epoch);
      }
    }
  }

  private void await(PartitionRun run, BooleanSupplier stopped) throws InterruptedException {
    Instant deadline = deadline(run.bag().terms().deal());
    while (!stopped.getAsBoolean()) {
      giveUpIfOver(run, deadline);
      try {
        run.decided().get(RENEW.toMillis(), TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException e) {
        renew(run);
      } catch (ExecutionException e) {
        LOG.log(
            Level.WARNING,
            "partition is read anew bag=" + run.scope().bag() + " number=" + run.scope().number(),
            e.getCause());
        return;
      }
    }
  }

  static Instant deadline(Deal deal) {
    return deal.startedAt().plus(deal.category().reference().multipliedBy(DEADLINE_RATIO));
  }

  private void giveUpIfOver(PartitionRun run, Instant deadline) {
    boolean isCancelled =
        bags.find(run.scope().bag()).filter(bag -> bag.cancelRequested()).isPresent();
    if (isCancelled) {
      run.giveUp(GiveUpReason.CANCELLED);
    } else if (!clock.instant().isBefore(deadline)) {
      run.giveUp(GiveUpReason.DEADLINE);
    }
  }

  private void renew(PartitionRun run) {
    byte[] undecided = run.look(report -> FactRows.bytes(report.undecided()));
    boolean isOurs =
        partitions.renew(
            run.scope().bag(),
            run.scope().number(),
            run.epoch(),
            TERM,
            tally(run.look(BookReport::counts)),
            undecided);
    if (!isOurs) {
      run.lose(new IllegalStateException("another node owns the partition"));
    }
  }

  static Partition.Tally tally(BookReport.Counts counts) {
    return new Partition.Tally(counts.succeeded(), counts.programFailed(), counts.givenUp());
  }

  private boolean decide(Partition partition, PartitionRun run) {
    Partition.Tally tally = tally(run.look(BookReport::counts));
    String place = decided.place(partition, run.bag().terms());
    PartitionSettlement settlement = run.look(report -> report.settlement(partition.size(), place));
    Map<Address, Long> atRisk = run.look(BookReport::tasksAtRisk);
    risks.decided(
        partition.bag(),
        partition.number(),
        atRisk,
        run.bag().terms().deal().workerStake().units());
    boolean isOurs =
        atomically.call(
            () -> {
              boolean noted =
                  partitions.decide(
                      partition.bag(),
                      partition.number(),
                      run.epoch(),
                      tally,
                      settlement.resultsRoot(),
                      clock.instant());
              if (noted) {
                counts.add(settlement, asked(run.bag().terms()));
              }
              return noted;
            });
    if (isOurs) {
      decided.keep(partition.bag(), run.epoch(), settlement);
      tell(partition, "DECIDED");
    } else {
      risks.paid(partition.bag(), partition.number());
    }
    return isOurs;
  }

  private static Assurance asked(Terms terms) {
    return terms.bag().spec().verification().assurance();
  }

  private void tell(Partition partition, String state) {
    told.accept(
        new EventView(
            0,
            clock.instant(),
            "partition.state",
            partition.bag().text(),
            Map.of("number", Integer.toString(partition.number()), "state", state)));
  }
}
