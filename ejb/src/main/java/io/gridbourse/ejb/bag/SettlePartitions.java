package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.PartitionState;
import io.gridbourse.domain.ledger.PartitionSettlement;
import io.gridbourse.domain.ledger.Settlements;
import io.gridbourse.domain.ledger.TaskSettlement;
import io.gridbourse.domain.wire.Views.EventView;
import io.gridbourse.ejb.market.LedgerTasks;
import io.gridbourse.ejb.schedule.Risks;
import io.gridbourse.ejb.schedule.Terms;
import io.gridbourse.ejb.sql.Atomically;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Plans the settlement of decided partitions and follows it to a final block. */
@ApplicationScoped
public class SettlePartitions {
  private Partitions partitions;
  private DecidedPartitions decided;
  private TermsOfBags terms;
  private Settlements settlements;
  private LedgerTasks tasks;
  private Risks risks;
  private Atomically atomically;
  private Consumer<EventView> told;
  private Clock clock;

  protected SettlePartitions() {}

  /** The use case with all that it needs. */
  @Inject
  public SettlePartitions(
      DataSource database,
      DecidedPartitions decided,
      TermsOfBags terms,
      Settlements settlements,
      LedgerTasks tasks,
      Risks risks,
      Atomically atomically,
      Event<EventView> events,
      Clock clock) {
    this(
        database,
        decided,
        terms,
        new Ledger(settlements, tasks, risks, atomically),
        (Consumer<EventView>) events::fire,
        clock);
  }

  /** Where settlements go, and what is waiting for them. */
  public record Ledger(
      Settlements settlements, LedgerTasks tasks, Risks risks, Atomically atomically) {}

  /** The use case with all that it needs; {@code told} hears of partitions' states. */
  public SettlePartitions(
      DataSource database,
      DecidedPartitions decided,
      TermsOfBags terms,
      Ledger ledger,
      Consumer<EventView> told,
      Clock clock) {
    this.partitions = new Partitions(database);
    this.decided = decided;
    this.terms = terms;
    this.settlements = ledger.settlements();
    this.tasks = ledger.tasks();
    this.risks = ledger.risks();
    this.atomically = ledger.atomically();
    this.told = told;
    this.clock = clock;
  }

  /**
   * Takes each partition of a bag one step further.
   *
   * @return whether all have come to their end
   */
  public boolean advance(BagId bag) {
    List<Partition> all = partitions.of(bag);
    all.stream()
        .filter(each -> each.state() == PartitionState.DECIDED)
        .forEach(each -> plan(each, terms.of(bag)));
    all.stream().filter(each -> each.state() == PartitionState.SETTLING).forEach(this::follow);
    return partitions.of(bag).stream().allMatch(each -> each.state().isFinal());
  }

  /** Counts what decided and unpaid partitions may cost workers; once, when the server starts. */
  public void recallRisks() {
    for (Partition partition : partitions.unsettled()) {
      Terms of = terms.of(partition.bag());
      risks.decided(
          partition.bag(),
          partition.number(),
          decided.report(partition, of).tasksAtRisk(),
          of.deal().workerStake().units());
    }
  }

  private void plan(Partition partition, Terms of) {
    Runnable planned = settlement(partition, of);
    atomically.run(
        () -> {
          if (move(partition, PartitionState.DECIDED, PartitionState.Event.SETTLEMENT_PLANNED)) {
            planned.run();
          }
        });
    decided.forget(partition);
  }

  private Runnable settlement(Partition partition, Terms of) {
    if (tasks.settlesByTask(of.deal().id())) {
      TaskSettlement task = decided.taskSettlement(partition, of);
      return () -> settlements.plan(task);
    }
    PartitionSettlement whole = decided.settlement(partition, of);
    return () -> settlements.plan(whole);
  }

  private void follow(Partition partition) {
    Terms of = terms.of(partition.bag());
    settlements
        .progress(of.deal().id(), partition.number())
        .ifPresent(
            progress -> {
              switch (progress) {
                case PLANNED, MINED -> {
                  // It is on its way.
                }
                case FINAL -> end(partition, PartitionState.Event.SETTLEMENT_FINAL);
                case REFUSED -> end(partition, PartitionState.Event.SETTLEMENT_REFUSED);
              }
            });
  }

  private void end(Partition partition, PartitionState.Event event) {
    if (move(partition, PartitionState.SETTLING, event)) {
      risks.paid(partition.bag(), partition.number());
    }
  }

  private boolean move(Partition partition, PartitionState expected, PartitionState.Event event) {
    boolean moved = partitions.move(partition.bag(), partition.number(), expected, event);
    if (moved) {
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
                  expected.on(event).orElseThrow().name())));
    }
    return moved;
  }
}
