package io.gridbourse.ejb.bag;

import io.gridbourse.domain.bag.BagId;
import io.gridbourse.domain.bag.PartitionState;
import io.gridbourse.domain.ledger.PartitionSettlement;
import io.gridbourse.domain.ledger.Settlements;
import io.gridbourse.domain.ledger.TaskSettlement;
import io.gridbourse.domain.wire.Views.EventView;
import io.gridbourse.ejb.market.LedgerTasks;
import io.gridbourse.ejb.proof.CaughtVoters;
import io.gridbourse.ejb.proof.court.AcceptPartition;
import io.gridbourse.ejb.schedule.Risks;
import io.gridbourse.ejb.schedule.Terms;
import io.gridbourse.ejb.sql.Atomically;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Plans the settlement of decided partitions and follows it to a final block. */
@ApplicationScoped
public class SettlePartitions {
  private Partitions partitions;
  private CaughtVoters caught;
  private DecidedPartitions decided;
  private TermsOfBags terms;
  private Settlements settlements;
  private LedgerTasks tasks;
  private AcceptPartition acceptance;
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
      AcceptPartition acceptance,
      Risks risks,
      Atomically atomically,
      Event<EventView> events,
      Clock clock) {
    this(
        database,
        decided,
        terms,
        new Ledger(settlements, tasks, acceptance, risks, atomically),
        (Consumer<EventView>) events::fire,
        clock);
  }

  /** Where settlements go, and what is waiting for them. */
  public record Ledger(
      Settlements settlements,
      LedgerTasks tasks,
      AcceptPartition acceptance,
      Risks risks,
      Atomically atomically) {}

  /** The use case with all that it needs; {@code told} hears of partitions' states. */
  public SettlePartitions(
      DataSource database,
      DecidedPartitions decided,
      TermsOfBags terms,
      Ledger ledger,
      Consumer<EventView> told,
      Clock clock) {
    this.partitions = new Partitions(database);
    this.caught = new CaughtVoters(database);
    this.decided = decided;
    this.terms = terms;
    this.settlements = ledger.settlements();
    this.tasks = ledger.tasks();
    this.acceptance = ledger.acceptance();
    this.risks = ledger.risks();
    this.atomically = ledger.atomically();
    this.told = told;
    this.clock = clock;
  }

  /**
   * Takes each partition of a bag one step further.
   *
   * @return whether all have come to their end, or are accepted and wait for theirs
   */
  public boolean advance(BagId bag) {
    for (Partition each : partitions.of(bag)) {
      switch (each.state()) {
        case DECIDED -> plan(each, terms.of(bag));
        case ACCEPTING -> followAcceptance(each, terms.of(bag));
        case SETTLING -> follow(each, terms.of(bag));
        case WAITING, RUNNING, ACCEPTED, SETTLED, REFUSED -> {
          // Nothing to do, or not yet.
        }
      }
    }
    return partitions.of(bag).stream().allMatch(each -> each.state().isDelivered());
  }

  /**
   * Releases accepted partitions whose time has come.
   *
   * @return whether all partitions have come to their end
   */
  public boolean release(BagId bag) {
    partitions.of(bag).stream()
        .filter(each -> each.state() == PartitionState.ACCEPTED)
        .forEach(each -> release(each, terms.of(bag)));
    advance(bag);
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
    Optional<PartitionSettlement> toAccept = toAccept(partition, of);
    Runnable planned =
        toAccept.isPresent() ? () -> acceptance.plan(toAccept.get()) : settlement(partition, of);
    PartitionState.Event event =
        toAccept.isPresent()
            ? PartitionState.Event.ACCEPTANCE_PLANNED
            : PartitionState.Event.SETTLEMENT_PLANNED;
    boolean isPlanned =
        atomically.call(
            () -> {
              // Who was caught by now must not be paid: the partition is looked at again first.
              boolean isSure = caught.in(partition.bag(), partition.number()).isEmpty();
              boolean isOurs = isSure && partitions.plan(partition, event);
              if (isOurs) {
                planned.run();
              }
              return isOurs;
            });
    if (isPlanned) {
      decided.forget(partition);
      tell(partition, PartitionState.DECIDED.on(event).orElseThrow());
    }
  }

  /** What is accepted before it is paid; where nothing was certified there is nothing to doubt. */
  private Optional<PartitionSettlement> toAccept(Partition partition, Terms of) {
    if (!of.bag().spec().verification().isOptimistic()) {
      return Optional.empty();
    }
    return Optional.of(decided.settlement(partition, of).withOneVoteEach())
        .filter(result -> result.certifiedTasks() > 0);
  }

  private Runnable settlement(Partition partition, Terms of) {
    if (tasks.settlesByTask(of.deal().id())) {
      TaskSettlement task = decided.taskSettlement(partition, of);
      return () -> settlements.plan(task);
    }
    PartitionSettlement whole = decided.settlement(partition, of);
    return () -> settlements.plan(whole);
  }

  private void followAcceptance(Partition partition, Terms of) {
    switch (acceptance.accepting(of.deal(), partition.number())) {
      case ACCEPTED ->
          move(partition, PartitionState.ACCEPTING, PartitionState.Event.ACCEPTANCE_FINAL);
      case REFUSED -> end(partition, PartitionState.Event.SETTLEMENT_REFUSED);
      case PLANNED, RELEASABLE, SETTLED -> {
        // It is on its way.
      }
    }
  }

  private void release(Partition partition, Terms of) {
    switch (acceptance.accepted(of.deal(), partition.number())) {
      case SETTLED -> end(partition, PartitionState.Event.SETTLEMENT_FINAL);
      case RELEASABLE ->
          atomically.run(
              () -> {
                if (move(
                    partition, PartitionState.ACCEPTED, PartitionState.Event.SETTLEMENT_PLANNED)) {
                  acceptance.release(of.deal().id(), partition.number());
                }
              });
      case REFUSED -> end(partition, PartitionState.Event.SETTLEMENT_REFUSED);
      case PLANNED, ACCEPTED -> {
        // Its window or a trial is open.
      }
    }
  }

  private void follow(Partition partition, Terms of) {
    if (of.bag().spec().verification().isOptimistic()
        && acceptance.isReleased(of.deal().id(), partition.number())) {
      followRelease(partition, of);
      return;
    }
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

  private void followRelease(Partition partition, Terms of) {
    if (acceptance.accepted(of.deal(), partition.number()) == AcceptPartition.Progress.SETTLED) {
      end(partition, PartitionState.Event.SETTLEMENT_FINAL);
    } else {
      atomically.run(() -> acceptance.release(of.deal().id(), partition.number()));
    }
  }

  private void end(Partition partition, PartitionState.Event event) {
    if (move(partition, partition.state(), event)) {
      risks.paid(partition.bag(), partition.number());
    }
  }

  private boolean move(Partition partition, PartitionState expected, PartitionState.Event event) {
    boolean moved = partitions.move(partition.bag(), partition.number(), expected, event);
    if (moved) {
      tell(partition, expected.on(event).orElseThrow());
    }
    return moved;
  }

  private void tell(Partition partition, PartitionState state) {
    told.accept(
        new EventView(
            0,
            clock.instant(),
            "partition.state",
            partition.bag().text(),
            Map.of("number", Integer.toString(partition.number()), "state", state.name())));
  }
}
